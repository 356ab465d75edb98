package io.sallyport.net;

import io.netty.buffer.ByteBuf;
import io.sallyport.lang.Bytes;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;

/// A body being collected into one array, of exactly the announced size where there is one.
final class WholeBody {
    private static final int FIRST_SIZE = 16 * 1024;

    /// Above this size memory is taken as the bytes arrive, not because somebody announced them.
    private static final int TRUSTED_SIZE = 1024 * 1024;

    private final CompletableFuture<Bytes> result;
    private final int limit;
    private final long announced;
    private final long idleNanos;
    private byte[] array;
    private int size;
    private long lastPiece = System.nanoTime();
    private boolean grew;

    /// @param announced the content length, or negative when unknown
    WholeBody(CompletableFuture<Bytes> result, int limit, long announced, Duration idle) {
        this.result = result;
        this.limit = limit;
        this.announced = announced;
        this.idleNanos = idle.toNanos();
        this.array = new byte[(int) Math.min(announced < 0 ? FIRST_SIZE : announced, Math.min(TRUSTED_SIZE, limit))];
    }

    boolean isTooLarge() {
        return announced > limit;
    }

    /// A burst of bytes is over that did not end the body.
    void onBurst() {
        if (grew) {
            grew = false;
            lastPiece = System.nanoTime();
        }
    }

    boolean isIdle(long now) {
        return now - lastPiece > idleNanos;
    }

    /// @return false when the limit is passed
    boolean add(ByteBuf piece) {
        int count = piece.readableBytes();
        if (count > limit - size) {
            return false;
        }
        if (count > array.length - size) {
            long wanted = Math.max((long) size + count, 2L * array.length);
            array = Arrays.copyOf(array, (int) Math.min(wanted, announced < 0 ? limit : announced));
        }
        piece.readBytes(array, size, count);
        size += count;
        grew = true;
        return true;
    }

    void complete() {
        result.complete(new Bytes(array, 0, size));
    }

    void fail(Throwable cause) {
        result.completeExceptionally(cause);
    }
}
