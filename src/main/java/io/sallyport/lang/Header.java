package io.sallyport.lang;

/// One header line. Names compare without case.
public record Header(String name, String value) {

    public boolean isNamed(String other) {
        return name.equalsIgnoreCase(other);
    }
}
