package io.sallyport.portal;

/// A notice on every page.
///
/// @param text may hold emphasis, code and links in Markdown; nothing else is markup
/// Source: requirement UP10.
public record Banner(Kind kind, Position position, Visibility visibility, String text) {
    /// Longest text in characters; a banner is read in passing.
    public static final int LONGEST_TEXT = 1000;

    public Banner {
        if (text.isBlank() || text.length() > LONGEST_TEXT) {
            throw new IllegalArgumentException("text must have 1 to " + LONGEST_TEXT + " characters");
        }
    }

    /// How loud it is.
    public enum Kind {
        INFO,
        SUCCESS,
        WARNING,
        ERROR,
        OUTLINE
    }

    /// Where it stands.
    public enum Position {
        ABOVE_NAVBAR,
        BELOW_NAVBAR,
        /// At the end of the page.
        FOOTER,
        /// At the lower edge of the window, always in sight.
        PERMANENT_FOOTER
    }

    /// Who sees it: these visitors, and those who may do more.
    public enum Visibility {
        ANONYMOUS,
        USER,
        ADMIN
    }

    /// Says whether a visitor sees it.
    boolean isFor(Visitor visitor) {
        return visitor.standing().compareTo(least()) >= 0;
    }

    private Visitor.Standing least() {
        return switch (visibility) {
            case ANONYMOUS -> Visitor.Standing.NOBODY;
            case USER -> Visitor.Standing.PERSON;
            case ADMIN -> Visitor.Standing.OPERATOR;
        };
    }
}
