package io.sallyport.lang;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;

/// A text that grows as UTF-8 bytes, for what is written for every call: values go straight into the bytes,
/// without texts of their own in between.
///
/// Threads: one owner.
public final class TextBytes {
    private static final int MOST_DIGITS = 19;
    private static final int NANO_DIGITS = 9;
    private static final int UUID_LENGTH = 36;
    private static final byte[] HEX_DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private byte[] bytes;
    private int size;
    /// Times follow each other closely, so the text of a whole second serves many of them.
    private long second = Long.MIN_VALUE;

    private String secondText = "";

    /// @param firstSize bytes that fit before the array has to grow
    public TextBytes(int firstSize) {
        this.bytes = new byte[firstSize];
    }

    /// The bytes themselves, of which the first [#size()] count, until more is put.
    public byte[] bytes() {
        return bytes;
    }

    public int size() {
        return size;
    }

    /// Begins anew in the same array.
    public void clear() {
        size = 0;
    }

    /// One ASCII sign.
    public TextBytes sign(char sign) {
        room(1);
        bytes[size++] = (byte) sign;
        return this;
    }

    /// A text that is known to be ASCII.
    public TextBytes ascii(String text) {
        return latin(text);
    }

    /// A text that is known to hold nothing beyond ISO 8859-1, in one byte for each character. Of any other
    /// character the low byte would be left, which may be a line's end.
    @SuppressWarnings("deprecation") // right for these, and the only way without a copy in between
    public TextBytes latin(String text) {
        room(text.length());
        text.getBytes(0, text.length(), bytes, size);
        size += text.length();
        return this;
    }

    /// A text that is known to be ASCII, between quotation marks.
    public TextBytes quoted(String text) {
        room(text.length() + 2);
        bytes[size++] = '"';
        ascii(text);
        bytes[size++] = '"';
        return this;
    }

    /// Bytes of a text that was written before.
    public TextBytes bytes(byte[] more) {
        room(more.length);
        System.arraycopy(more, 0, bytes, size, more.length);
        size += more.length;
        return this;
    }

    /// Any part of a text; what is no character becomes a question mark.
    public TextBytes utf8(String text, int from, int to) {
        return bytes(text.substring(from, to).getBytes(StandardCharsets.UTF_8));
    }

    /// As much of a text as needs no care.
    ///
    /// @param plain whether a character needs none, by its code; characters beyond its end do
    /// @return position after the last character that was put
    public int run(String text, int from, boolean[] plain) {
        int length = text.length();
        room(length - from);
        byte[] to = bytes;
        int end = size;
        int at = from;
        while (at < length) {
            char next = text.charAt(at);
            if (next >= plain.length || !plain[next]) {
                break;
            }
            to[end++] = (byte) next;
            at++;
        }
        size = end;
        return at;
    }

    /// A decimal number.
    public TextBytes number(long value) {
        if (value == Long.MIN_VALUE) {
            return ascii(Long.toString(value));
        }
        room(MOST_DIGITS + 1);
        long rest = Math.abs(value);
        if (value < 0) {
            bytes[size++] = '-';
        }
        int digits = 1;
        for (long bound = 10; digits < MOST_DIGITS && rest >= bound; bound *= 10) {
            digits++;
        }
        digits(rest, digits);
        return this;
    }

    /// A moment as [Instant#toString] writes it.
    public TextBytes instant(Instant moment) {
        if (moment.getEpochSecond() != second) {
            String whole = Instant.ofEpochSecond(moment.getEpochSecond()).toString();
            secondText = whole.substring(0, whole.length() - 1);
            second = moment.getEpochSecond();
        }
        ascii(secondText);
        int nanos = moment.getNano();
        if (nanos != 0) {
            sign('.');
            room(NANO_DIGITS);
            if (nanos % 1_000_000 == 0) {
                digits(nanos / 1_000_000, 3);
            } else if (nanos % 1_000 == 0) {
                digits(nanos / 1_000, 6);
            } else {
                digits(nanos, NANO_DIGITS);
            }
        }
        return sign('Z');
    }

    /// An id as [UUID#toString] writes it.
    public TextBytes uuid(UUID id) {
        room(UUID_LENGTH);
        long high = id.getMostSignificantBits();
        long low = id.getLeastSignificantBits();
        hex(high >>> 32, 8);
        bytes[size++] = '-';
        hex(high >>> 16, 4);
        bytes[size++] = '-';
        hex(high, 4);
        bytes[size++] = '-';
        hex(low >>> 48, 4);
        bytes[size++] = '-';
        hex(low, 12);
        return this;
    }

    private void hex(long value, int count) {
        long rest = value;
        for (int at = size + count - 1; at >= size; at--) {
            bytes[at] = HEX_DIGITS[(int) rest & 0xf];
            rest >>>= 4;
        }
        size += count;
    }

    private void digits(long value, int count) {
        long rest = value;
        for (int at = size + count - 1; at >= size; at--) {
            bytes[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        size += count;
    }

    private void room(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }
}
