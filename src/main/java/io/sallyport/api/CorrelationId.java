package io.sallyport.api;

/// The rule for ids that clients choose: 1 to 128 visible ASCII characters.
final class CorrelationId {
    private static final int LONGEST = 128;

    private CorrelationId() {}

    static boolean isValid(String id) {
        if (id.isEmpty() || id.length() > LONGEST) {
            return false;
        }
        for (int i = 0; i < id.length(); i++) {
            if (id.charAt(i) <= ' ' || id.charAt(i) >= 0x7F) {
                return false;
            }
        }
        return true;
    }
}
