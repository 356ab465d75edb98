package io.sallyport.transport;

/// What may stand in a header line. Whoever copies a value outward checks it here, so that no value becomes two
/// lines.
///
/// Source: RFC 9110, 5.1 and 5.5.
public final class HeaderText {
    /// Characters of a token, by their code: asked for every character of every header name.
    private static final boolean[] TOKEN = tokenCharacters();

    private HeaderText() {}

    private static boolean[] tokenCharacters() {
        boolean[] characters = new boolean[0x80];
        for (char c = 0; c < characters.length; c++) {
            boolean alphanumeric = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            characters[c] = alphanumeric || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
        }
        return characters;
    }

    /// The same text, when it is a method or a header name.
    ///
    /// Errors: IllegalArgumentException otherwise.
    public static String token(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("a method or header name is empty");
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= TOKEN.length || !TOKEN[c]) {
                throw new IllegalArgumentException("a method or header name holds a forbidden character");
            }
        }
        return text;
    }

    /// The same text, when it is a header value: no CR, LF, NUL or other control character besides tab.
    ///
    /// Errors: IllegalArgumentException otherwise.
    public static String value(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < ' ' && c != '\t') || c == 0x7f) {
                throw new IllegalArgumentException("a header value holds a control character");
            }
        }
        return text;
    }
}
