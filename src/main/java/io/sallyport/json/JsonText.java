package io.sallyport.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// The small rules of JSON text: UTF-8, escapes, numbers. Positions in, positions out; -1 means invalid.
final class JsonText {
    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGHS = 0x8080_8080_8080_8080L;
    private static final long QUOTES = '"' * ONES;
    private static final long BACKSLASHES = '\\' * ONES;
    private static final long BLANKS = ' ' * ONES;

    private JsonText() {}

    /// Position of the first byte that does not simply stand for itself in a string: a quote, an escape, a
    /// control character, a part of a sign beyond ASCII; or the end. Eight bytes at a time.
    ///
    /// A byte beyond ASCII is found as it is, so what the subtractions find of one need not be right. They borrow
    /// only behind a byte that is found itself, so the lowest one found is always right.
    static int plain(byte[] in, int from, int end) {
        int at = from;
        while (at + Long.BYTES <= end) {
            long word = (long) WORD.get(in, at);
            long found = (((word ^ QUOTES) - ONES) | ((word ^ BACKSLASHES) - ONES) | (word - BLANKS) | word) & HIGHS;
            if (found != 0) {
                return at + (Long.numberOfTrailingZeros(found) >>> 3);
            }
            at += Long.BYTES;
        }
        while (at < end && in[at] >= ' ' && in[at] != '"' && in[at] != '\\') {
            at++;
        }
        return at;
    }

    /// Position after the UTF-8 sequence that starts here, or -1 when it is overlong, a surrogate, cut or too
    /// large.
    ///
    /// Source: Unicode standard, table 3-7.
    static int utf8(byte[] in, int at, int end) {
        int first = in[at] & 0xFF;
        if (first < 0xC2 || first > 0xF4) {
            return -1;
        }
        int length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
        if (at + length > end) {
            return -1;
        }
        int low = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
        int high = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
        int second = in[at + 1] & 0xFF;
        if (second < low || second > high) {
            return -1;
        }
        for (int i = 2; i < length; i++) {
            if ((in[at + i] & 0xC0) != 0x80) {
                return -1;
            }
        }
        return at + length;
    }

    /// Position after the escape whose backslash is here, or -1.
    static int escape(byte[] in, int at, int end) {
        if (at + 1 >= end) {
            return -1;
        }
        return switch (in[at + 1]) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> at + 2;
            case 'u' -> hex(in, at + 2, end) < 0 ? -1 : at + 6;
            default -> -1;
        };
    }

    /// Position after the number that starts here, or -1.
    static int number(byte[] in, int from, int end) {
        int at = from;
        if (at < end && in[at] == '-') {
            at++;
        }
        int digits = digits(in, at, end);
        if (digits == at || (in[at] == '0' && digits > at + 1)) {
            return -1;
        }
        at = digits;
        if (at < end && in[at] == '.') {
            digits = digits(in, at + 1, end);
            if (digits == at + 1) {
                return -1;
            }
            at = digits;
        }
        if (at < end && (in[at] == 'e' || in[at] == 'E')) {
            int sign = at + 1 < end && (in[at + 1] == '+' || in[at + 1] == '-') ? 1 : 0;
            digits = digits(in, at + 1 + sign, end);
            return digits == at + 1 + sign ? -1 : digits;
        }
        return at;
    }

    /// The text between two positions with its escapes resolved; the bytes must have been checked.
    static String decode(byte[] in, int from, int to) {
        String raw = new String(in, from, to - from, StandardCharsets.UTF_8);
        int backslash = raw.indexOf('\\');
        if (backslash < 0) {
            return raw;
        }
        StringBuilder text = new StringBuilder(raw.length()).append(raw, 0, backslash);
        for (int i = backslash; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c != '\\') {
                text.append(c);
                continue;
            }
            char kind = raw.charAt(++i);
            if (kind == 'u') {
                text.append((char) Integer.parseInt(raw, i + 1, i + 5, 16));
                i += 4;
            } else {
                text.append(plain(kind));
            }
        }
        return text.toString();
    }

    private static char plain(char kind) {
        return switch (kind) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> kind;
        };
    }

    private static int digits(byte[] in, int from, int end) {
        int at = from;
        while (at < end && in[at] >= '0' && in[at] <= '9') {
            at++;
        }
        return at;
    }

    private static int hex(byte[] in, int from, int end) {
        if (from + 4 > end) {
            return -1;
        }
        for (int i = from; i < from + 4; i++) {
            if (Character.digit(in[i], 16) < 0) {
                return -1;
            }
        }
        return from + 4;
    }
}
