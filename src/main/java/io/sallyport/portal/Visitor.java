package io.sallyport.portal;

/// Who asks for a page.
///
/// @param id of the person; empty for nobody
/// @param name for the corner of the page; empty for nobody
public record Visitor(Standing standing, String id, String name) {
    public static final Visitor NOBODY = new Visitor(Standing.NOBODY, "", "");

    /// What a visitor may open, least first.
    public enum Standing {
        /// Without a session.
        NOBODY,
        /// Signed in.
        PERSON,
        /// Signed in, and may open the console.
        OPERATOR
    }

    public static Visitor person(String id, String name) {
        return new Visitor(Standing.PERSON, id, name);
    }

    public static Visitor operator(String id, String name) {
        return new Visitor(Standing.OPERATOR, id, name);
    }

    boolean isSignedIn() {
        return standing != Standing.NOBODY;
    }

    boolean isOperator() {
        return standing == Standing.OPERATOR;
    }
}
