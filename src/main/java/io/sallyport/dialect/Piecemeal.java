package io.sallyport.dialect;

import io.sallyport.lang.Bytes;
import java.util.Arrays;

/// The start of an event that is not whole yet, and the pieces that follow it.
///
/// Threads: one owner.
final class Piecemeal {
    private static final int FIRST_SIZE = 1 << 10;

    private byte[] kept = new byte[0];
    private int length;

    /// What is here now: the piece itself where nothing waited before it.
    Bytes with(Bytes piece) {
        if (length == 0) {
            return piece;
        }
        int both = length + piece.length();
        if (both > kept.length) {
            kept = Arrays.copyOf(kept, Math.max(both, kept.length * 2));
        }
        System.arraycopy(piece.array(), piece.from(), kept, length, piece.length());
        return new Bytes(kept, 0, both);
    }

    /// Keeps what is not whole of what was here.
    void keep(Bytes rest) {
        if (rest.length() > StreamFramer.LARGEST_EVENT) {
            throw new IllegalStateException("an event is larger than " + StreamFramer.LARGEST_EVENT + " bytes");
        }
        boolean isInPlace = length > 0 && rest.from() == 0;
        if (!isInPlace && !rest.isEmpty()) {
            byte[] fresh = new byte[Math.max(rest.length(), FIRST_SIZE)];
            System.arraycopy(rest.array(), rest.from(), fresh, 0, rest.length());
            kept = fresh;
        }
        length = rest.length();
    }

    boolean isEmpty() {
        return length == 0;
    }
}
