package io.sallyport.lang;

/// The rule every id obeys: 1 to 64 letters, digits, dots, hyphens, colons or underscores.
final class Opaque {
    private static final int LONGEST = 64;

    private Opaque() {}

    static void check(String what, String value) {
        if (value.isEmpty() || value.length() > LONGEST || !value.chars().allMatch(Opaque::allowed)) {
            throw new IllegalArgumentException(what + " must be 1 to 64 letters, digits or . - : _");
        }
    }

    private static boolean allowed(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '.'
                || c == '-'
                || c == ':'
                || c == '_';
    }
}
