package io.sallyport.json.yaml;

/// Where a value comes from.
///
/// @param words for operators, such as `company.yaml:12` or `environment SALLYPORT_SERVER_PORT`
/// @param line in the settings file, counted from one; 0 for other origins
public record Origin(String words, int line) {
    public static final Origin DEFAULT = new Origin("default", 0);

    @Override
    public String toString() {
        return words;
    }
}
