package io.sallyport.journal;

import io.sallyport.lang.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/// Foreign text made fit to be kept: never too long, nothing a log line or a database would stumble over.
public final class BoundedText {
    private static final char REPLACEMENT = '\uFFFD';

    private BoundedText() {}

    /// One line: control characters and broken surrogates become U+FFFD, the end is cut off.
    public static String line(String text, int longest) {
        int end = Math.min(text.length(), longest);
        for (int i = 0; i < end; i++) {
            if (!isFit(text.charAt(i))) {
                return repaired(text, end);
            }
        }
        return end == text.length() ? text : text.substring(0, end);
    }

    private static String repaired(String text, int end) {
        StringBuilder line = new StringBuilder(end);
        int i = 0;
        while (i < end) {
            int character = text.codePointAt(i);
            int next = i + Character.charCount(character);
            boolean isWhole =
                    next <= end && !(character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE);
            if (isWhole && !Character.isISOControl(character)) {
                line.appendCodePoint(character);
            } else {
                line.append(REPLACEMENT);
            }
            i = next;
        }
        return line.toString();
    }

    private static boolean isFit(char character) {
        return (character >= ' ' && character < 0x7F)
                || (!Character.isISOControl(character) && !Character.isSurrogate(character));
    }

    /// A body as text; one that is no UTF-8 text becomes a word about its size.
    public static String body(Bytes body) {
        ByteBuffer bytes = ByteBuffer.wrap(body.array(), body.from(), wholeCharacters(body) - body.from());
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(bytes)
                    .toString();
            return text.indexOf('\0') < 0 ? text : binary(body);
        } catch (CharacterCodingException e) {
            return binary(body);
        }
    }

    private static String binary(Bytes body) {
        return "[" + body.length() + " bytes, not text]";
    }

    /// Where the last whole character ends, since a cut may fall inside one.
    private static int wholeCharacters(Bytes body) {
        byte[] array = body.array();
        int start = body.to() - 1;
        while (start > body.from() && start > body.to() - 4 && (array[start] & 0xC0) == 0x80) {
            start--;
        }
        if (start < body.from()) {
            return body.to();
        }
        int lead = array[start] & 0xFF;
        int length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
        return start + length > body.to() ? start : body.to();
    }
}
