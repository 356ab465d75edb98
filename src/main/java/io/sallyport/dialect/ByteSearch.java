package io.sallyport.dialect;

import io.sallyport.lang.Bytes;
import java.nio.charset.StandardCharsets;

/// Finds JSON members in bytes without parsing them.
///
/// A quoted name followed by a colon can only be a member: inside a JSON string its quotes would be escaped.
public final class ByteSearch {
    private final byte[] name;

    private ByteSearch(byte[] name) {
        this.name = name;
    }

    /// Looks for members of this name.
    public static ByteSearch member(String name) {
        return new ByteSearch(('"' + name + '"').getBytes(StandardCharsets.US_ASCII));
    }

    /// Position of the first value of such a member at or after a position, or -1.
    public int value(Bytes text, int from) {
        byte[] in = text.array();
        int last = text.to() - name.length;
        for (int i = from; i <= last; i++) {
            if (in[i] == '"' && in[i + 1] == name[1] && matches(in, i) && (i == text.from() || in[i - 1] != '\\')) {
                int colon = blanks(in, i + name.length, text.to());
                if (colon < text.to() && in[colon] == ':') {
                    return blanks(in, colon + 1, text.to());
                }
            }
        }
        return -1;
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
        for (int k = 2; k < name.length; k++) {
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
