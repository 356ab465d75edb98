package io.sallyport.lang;

/// The word a client puts in `model`: 1 to 256 printable ASCII characters without blanks.
public record ModelAlias(String value) {
    private static final int LONGEST = 256;

    public ModelAlias {
        if (!isValid(value)) {
            throw new IllegalArgumentException("a model name is 1 to 256 printable ASCII characters without blanks");
        }
    }

    /// Says whether a client's word can be a model name at all.
    public static boolean isValid(String value) {
        return !value.isEmpty() && value.length() <= LONGEST && isVisible(value);
    }

    private static boolean isVisible(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) <= ' ' || value.charAt(i) >= 0x7F) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return value;
    }
}
