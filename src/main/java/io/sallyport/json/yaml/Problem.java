package io.sallyport.json.yaml;

/// One thing that is wrong with the settings, and where: `company.yaml:12: server.prot: is not a known key`.
///
/// @param where file and line, or the variable or option that gave the value
/// @param line in the file, counted from one; 0 for what stands in no file
/// @param path of the key, such as `backends[0].kind`; empty for the whole file
public record Problem(String where, int line, String path, String what) {
    @Override
    public String toString() {
        return where + ": " + (path.isEmpty() ? "" : path + ": ") + what;
    }
}
