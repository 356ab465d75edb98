package io.sallyport.transport;

/// What may stand in a header line, so that no value becomes two lines. [HeadLines] and [HeaderFields] ask for
/// every text that goes outward.
///
/// Source: RFC 9110, 5.1 and 5.5.
public final class HeaderText {
    /// Characters of a token, by their code: asked for every character of every header name.
    private static final boolean[] TOKEN = tokenCharacters();

    /// The last character of ISO 8859-1.
    private static final char LAST_LATIN = 0xff;

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

    /// The text of a header value as it may be written: the same one, or with question marks for characters
    /// beyond ISO 8859-1. Only what this returns may be cut down to a byte for each character: U+010D would
    /// else become a CR.
    ///
    /// Errors: IllegalArgumentException for CR, LF, NUL or another control character besides tab.
    static String value(String text) {
        int length = text.length();
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~') {
                return unusual(text, i);
            }
        }
        return text;
    }

    private static String unusual(String text, int from) {
        boolean isLatin = true;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < ' ' && c != '\t') || c == 0x7f) {
                throw new IllegalArgumentException("a header value holds a control character");
            }
            isLatin &= c <= LAST_LATIN;
        }
        return isLatin ? text : latin(text);
    }

    private static String latin(String text) {
        char[] characters = text.toCharArray();
        for (int i = 0; i < characters.length; i++) {
            if (characters[i] > LAST_LATIN) {
                characters[i] = '?';
            }
        }
        return new String(characters);
    }
}
