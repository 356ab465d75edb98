package io.sallyport.policy;

/// The id of one policy; 1 to 64 characters.
public record PolicyId(String value) {
    private static final int LONGEST = 64;

    public PolicyId {
        if (value.isEmpty() || value.length() > LONGEST) {
            throw new IllegalArgumentException("policy id must have 1 to " + LONGEST + " characters");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
