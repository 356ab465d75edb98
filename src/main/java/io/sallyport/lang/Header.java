package io.sallyport.lang;

/// One header line. Names compare without case.
public record Header(String name, String value) {

    public boolean isNamed(String other) {
        return name.equalsIgnoreCase(other);
    }

    /// A name as most clients of HTTP/1.1 write it, for example `Content-Type`.
    ///
    /// @param name in lower case
    public static String capitalised(String name) {
        StringBuilder text = new StringBuilder(name);
        for (int i = 0; i < name.length(); i++) {
            if (i == 0 || name.charAt(i - 1) == '-') {
                text.setCharAt(i, Character.toUpperCase(name.charAt(i)));
            }
        }
        return text.toString();
    }
}
