package io.sallyport.api;

/// The rule for ids that clients choose: 1 to 128 visible ASCII characters.
final class CorrelationId {
    private static final int LONGEST = 128;

    private CorrelationId() {}

    static boolean isValid(String id) {
        return !id.isEmpty() && id.length() <= LONGEST && id.chars().allMatch(c -> c > ' ' && c < 0x7F);
    }
}
