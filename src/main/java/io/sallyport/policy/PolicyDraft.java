package io.sallyport.policy;

/// What an operator or the configuration says about a policy.
///
/// @param content the text to accept, 1 to 200,000 characters
/// @param enforceReacceptance whether a changed text must be accepted again; never so for one of the configuration
public record PolicyDraft(Title title, String content, boolean enforceReacceptance) {
    private static final int LONGEST = 200_000;

    public PolicyDraft {
        if (content.isBlank() || content.length() > LONGEST) {
            throw new IllegalArgumentException("content must have 1 to " + LONGEST + " characters");
        }
    }
}
