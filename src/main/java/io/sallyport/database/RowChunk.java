package io.sallyport.database;

import java.util.Arrays;

/// Encoded rows one after the other in one array.
///
/// Threads: one owner at a time.
final class RowChunk {
    /// Bytes; what travels to the server in one message.
    static final int SIZE = 32 * 1024;

    private static final int MOST_ROWS = 512;
    private static final int FIRST_ROWS = 64;

    private final byte[] bytes;
    private int[] ends = new int[FIRST_ROWS];
    private int count;

    /// @param needed bytes of the first row; one that is longer than other chunks gets one of its own length
    RowChunk(int needed) {
        this.bytes = new byte[Math.max(SIZE, needed)];
    }

    boolean hasRoom(int length) {
        return count < MOST_ROWS && length <= bytes.length - start(count);
    }

    /// Puts a row behind the others; there must be room.
    ///
    /// @param line whose first bytes are the row
    void add(byte[] line, int length) {
        int start = start(count);
        System.arraycopy(line, 0, bytes, start, length);
        if (count == ends.length) {
            ends = Arrays.copyOf(ends, count * 2);
        }
        ends[count++] = start + length;
    }

    /// Rows.
    int count() {
        return count;
    }

    byte[] bytes() {
        return bytes;
    }

    /// Where a row begins, which is where the one before it ends.
    int start(int row) {
        return row == 0 ? 0 : ends[row - 1];
    }
}
