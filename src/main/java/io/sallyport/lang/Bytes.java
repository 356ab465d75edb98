package io.sallyport.lang;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A read-only window on a byte array; nothing is copied.
///
/// Threads: the array must not be written after it was wrapped.
public final class Bytes {
    public static final Bytes EMPTY = of(new byte[0]);

    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGHS = 0x8080_8080_8080_8080L;

    private final byte[] array;
    private final int from;
    private final int to;

    public Bytes(byte[] array, int from, int to) {
        if (from < 0 || to < from || to > array.length) {
            throw new IllegalArgumentException("window " + from + ".." + to + " outside 0.." + array.length);
        }
        this.array = array;
        this.from = from;
        this.to = to;
    }

    public static Bytes of(byte[] array) {
        return new Bytes(array, 0, array.length);
    }

    public static Bytes of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /// The wrapped array; only positions from [#from()] to [#to()] belong to this window.
    public byte[] array() {
        return array;
    }

    /// First position in the array.
    public int from() {
        return from;
    }

    /// Position after the last one in the array.
    public int to() {
        return to;
    }

    public int length() {
        return to - from;
    }

    public boolean isEmpty() {
        return to == from;
    }

    /// The part from one position to another, both relative to this window.
    public Bytes slice(int first, int last) {
        return new Bytes(array, from + first, from + last);
    }

    /// True when the other window lies inside this one, on the same array.
    @SuppressWarnings("ReferenceEquality") // the same array is meant, not an equal one
    public boolean covers(Bytes other) {
        return array == other.array && from <= other.from && to >= other.to;
    }

    /// True when the other window begins where this one ends, on the same array.
    @SuppressWarnings("ReferenceEquality") // the same array is meant, not an equal one
    public boolean isFollowedBy(Bytes other) {
        return array == other.array && to == other.from;
    }

    /// Position in the array of the next such ASCII sign at or after a position, or [#to()]; eight bytes at a
    /// time.
    ///
    /// A byte of the word is zero where there is one, and only the lowest zero byte is sure to be one.
    public int next(char sign, int start) {
        int at = start;
        while (at + Long.BYTES <= to) {
            long word = (long) WORD.get(array, at) ^ (sign * ONES);
            long zeros = (word - ONES) & ~word & HIGHS;
            if (zeros != 0) {
                return at + (Long.numberOfTrailingZeros(zeros) >>> 3);
            }
            at += Long.BYTES;
        }
        while (at < to && array[at] != sign) {
            at++;
        }
        return at;
    }

    /// A copy of the window.
    public byte[] toArray() {
        return Arrays.copyOfRange(array, from, to);
    }

    /// The window read as UTF-8.
    public String text() {
        return new String(array, from, to - from, StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes bytes && Arrays.equals(array, from, to, bytes.array, bytes.from, bytes.to);
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + array[i];
        }
        return hash;
    }

    @Override
    public String toString() {
        return length() + " bytes";
    }
}
