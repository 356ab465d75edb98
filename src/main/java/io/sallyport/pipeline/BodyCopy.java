package io.sallyport.pipeline;

import io.sallyport.lang.Bytes;
import java.io.ByteArrayOutputStream;

/// The first bytes of an answer, kept for the request log.
///
/// Threads: one per call.
final class BodyCopy {
    private final int limit;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream(0);
    private boolean cut;

    /// @param limit most bytes that are kept; 0 keeps nothing
    BodyCopy(int limit) {
        this.limit = limit;
    }

    void add(Bytes bytes) {
        int room = Math.min(limit - kept.size(), bytes.length());
        if (room > 0) {
            kept.write(bytes.array(), bytes.from(), room);
        }
        cut |= room < bytes.length();
    }

    Bytes bytes() {
        return Bytes.of(kept.toByteArray());
    }

    boolean isCut() {
        return cut;
    }
}
