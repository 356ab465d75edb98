package io.sallyport.dialect;

import io.sallyport.lang.Bytes;
import java.nio.charset.StandardCharsets;

/// Finds JSON members in bytes without parsing them.
///
/// A quoted name followed by a colon can only be a member: inside a JSON string its quotes would be escaped.
public final class ByteSearch {
    /// Rare in texts, unlike quotes.
    private static final char UNDERSCORE = '_';

    /// In its quotes.
    private final byte[] name;

    /// The sign of the name that is looked for first, and its place in it.
    private final char sign;

    private final int place;

    private ByteSearch(byte[] name) {
        this.name = name;
        this.place = Math.max(0, new String(name, StandardCharsets.US_ASCII).indexOf(UNDERSCORE));
        this.sign = (char) name[place];
    }

    /// Looks for members of this name.
    public static ByteSearch member(String name) {
        return new ByteSearch(('"' + name + '"').getBytes(StandardCharsets.US_ASCII));
    }

    /// Position of the first value of such a member at or after a position, or -1.
    public int value(Bytes text, int from) {
        byte[] in = text.array();
        int last = text.to() - name.length;
        for (int at = next(text, from); at <= last; at = next(text, at + 1)) {
            if (matches(in, at) && (at == text.from() || in[at - 1] != '\\')) {
                int colon = blanks(in, at + name.length, text.to());
                if (colon < text.to() && in[colon] == ':') {
                    return blanks(in, colon + 1, text.to());
                }
            }
        }
        return -1;
    }

    /// Where the name may begin next.
    private int next(Bytes text, int from) {
        return text.next(sign, from + place) - place;
    }

    /// Position of the value of such a member of the object that starts here, not of one inside it; -1 without
    /// one.
    public int member(Bytes text, int object) {
        byte[] in = text.array();
        int at = blanks(in, Math.max(object, text.from()), text.to());
        int depth = 0;
        while (object >= 0 && at < text.to()) {
            byte c = in[at];
            if (c == '"') {
                int end = at + stringLength(text, at) + 2;
                int colon = blanks(in, end, text.to());
                // A colon behind it also says that the string is closed, so that all of the name is there to compare.
                if (depth == 1 && colon < text.to() && in[colon] == ':' && end - at == name.length && matches(in, at)) {
                    return blanks(in, colon + 1, text.to());
                }
                at = end;
                continue;
            }
            depth += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
            if (depth == 0) {
                return -1;
            }
            at++;
        }
        return -1;
    }

    /// The object that starts here, to its closing brace; empty when it does not close or is none.
    public static Bytes object(Bytes text, int at) {
        byte[] in = text.array();
        int depth = 0;
        for (int i = at; i >= 0 && i < text.to(); i++) {
            byte c = in[i];
            if (c == '"') {
                i += stringLength(text, i) + 1;
            } else if (c == '{' || c == '[') {
                depth++;
            } else if (c == '}' || c == ']') {
                depth--;
            }
            if (depth == 0) {
                return c == '}' ? new Bytes(in, at, i + 1) : Bytes.EMPTY;
            }
        }
        return Bytes.EMPTY;
    }

    /// Length in bytes of the string value that starts here, quotes not counted; 0 for other values.
    public static int stringLength(Bytes text, int at) {
        byte[] in = text.array();
        if (at < 0 || at >= text.to() || in[at] != '"') {
            return 0;
        }
        int i = at + 1;
        while (i < text.to() && in[i] != '"') {
            i += in[i] == '\\' ? 2 : 1;
        }
        return Math.min(i, text.to()) - at - 1;
    }

    /// The string value that starts here, escapes left as they are; empty for other values.
    public static String string(Bytes text, int at) {
        int length = stringLength(text, at);
        return length == 0 ? "" : new Bytes(text.array(), at + 1, at + 1 + length).text();
    }

    private boolean matches(byte[] in, int at) {
        for (int k = name.length - 1; k >= 0; k--) {
            if (in[at + k] != name[k]) {
                return false;
            }
        }
        return true;
    }

    private static int blanks(byte[] in, int from, int to) {
        int at = from;
        while (at < to && in[at] <= ' ') {
            at++;
        }
        return at;
    }
}
