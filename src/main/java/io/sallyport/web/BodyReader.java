package io.sallyport.web;

import io.netty.buffer.ByteBuf;
import io.sallyport.lang.Bytes;
import io.sallyport.lang.Refusal;
import io.sallyport.lang.RefusedException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// The body of one request: not read before somebody asks, then collected into one array.
///
/// Threads: one event loop.
final class BodyReader {
    private static final int FIRST_SIZE = 16 * 1024;

    /// Above this size memory is taken as the bytes arrive, not because somebody announced them.
    private static final int TRUSTED_SIZE = LargeBodies.LARGE;

    /// The slowest body we wait for brings 4 KB a second.
    private static final long NANOS_PER_BYTE = 1_000_000_000L / 4096;

    private static final byte[] NOTHING = new byte[0];

    /// The content length, or negative when the body comes piece by piece.
    private final long announced;
    private final LargeBodies room;
    private final ArrayDeque<ByteBuf> held = new ArrayDeque<>(2);

    private @Nullable CompletableFuture<Bytes> result;
    private LargeBodies.@Nullable Place place;
    private byte[] array = NOTHING;
    private int size;
    private long limit;
    private long lastPiece;
    private long firstAsked;
    private boolean waits;
    private boolean whole;
    private boolean dropped;

    /// @param room what large ones have to share
    BodyReader(long announced, LargeBodies room) {
        this.announced = announced;
        this.room = room;
    }

    /// True when the last byte came.
    boolean isWhole() {
        return whole;
    }

    /// True when bytes wait for somebody to ask for the body.
    boolean isHeld() {
        return !held.isEmpty();
    }

    /// True when somebody asked for the body and heard that it cannot have it.
    boolean isRefused() {
        return result != null && result.isCompletedExceptionally();
    }

    /// True when a body that nobody wants is small enough to be read and forgotten.
    boolean isDroppable() {
        return announced >= 0 && announced <= TRUSTED_SIZE / 16;
    }

    /// Collects the body, as soon as there is room for it.
    ///
    /// @param loop of this request
    /// @param begun runs when bytes are taken, or refused
    void read(CompletableFuture<Bytes> into, long atMost, Executor loop, Runnable begun) {
        if (result != null) {
            into.completeExceptionally(new IllegalStateException("the body of a request is read once"));
            return;
        }
        result = into;
        limit = Math.min(atMost, Integer.MAX_VALUE - 8);
        lastPiece = System.nanoTime();
        firstAsked = lastPiece;
        if (announced > limit) {
            tooLarge(into);
            begun.run();
        } else if (announced <= TRUSTED_SIZE
                || newPlace().enter(announced, () -> loop.execute(() -> resume(into, begun)))) {
            begin(into, begun);
        } else {
            waits = true;
        }
    }

    private LargeBodies.Place newPlace() {
        LargeBodies.Place made = room.place();
        place = made;
        return made;
    }

    /// There is room now for a body that waited.
    private void resume(CompletableFuture<Bytes> into, Runnable begun) {
        if (dropped || into.isDone()) {
            return;
        }
        waits = false;
        lastPiece = System.nanoTime();
        firstAsked = lastPiece;
        begin(into, begun);
    }

    private void begin(CompletableFuture<Bytes> into, Runnable begun) {
        array = announced == 0
                ? NOTHING
                : new byte[(int) Math.min(announced < 0 ? FIRST_SIZE : announced, firstSize())];
        ByteBuf piece = held.poll();
        while (piece != null) {
            collect(into, piece);
            piece = held.poll();
        }
        finishIfWhole();
        begun.run();
    }

    /// The request is over: what its body took is free again.
    void leave() {
        if (place != null) {
            place.leave();
        }
    }

    /// Takes the piece over.
    void add(ByteBuf piece, boolean last) {
        CompletableFuture<Bytes> into = result;
        if (dropped || !piece.isReadable() || (into != null && into.isDone())) {
            piece.release();
        } else if (into == null || waits) {
            held.add(piece);
        } else {
            collect(into, piece);
            if (!last) {
                lastPiece = System.nanoTime();
            }
        }
        whole |= last;
        finishIfWhole();
    }

    /// Forgets what came and what will come.
    void drop() {
        dropped = true;
        held.forEach(ByteBuf::release);
        held.clear();
        array = NOTHING;
    }

    /// Fails the body when its next piece is late, or when all of it comes too slowly to be meant.
    void look(long now, long stallNanos) {
        boolean isLate = now - lastPiece > stallNanos || now - firstAsked > 2 * stallNanos + size * NANOS_PER_BYTE;
        if (result != null && (waits || !whole) && isLate) {
            result.completeExceptionally(waits ? noRoom() : new Refusal.RequestTimeout().asException());
        }
    }

    /// The client left within the body.
    void cut() {
        fail("The body ended early.");
    }

    /// The body's framing is broken; nothing behind it can be trusted.
    void malformed() {
        whole = true;
        fail("The body is not valid HTTP.");
    }

    private void fail(String message) {
        drop();
        if (result != null) {
            result.completeExceptionally(new Refusal.BadRequest("malformed_request", message).asException());
        }
    }

    private long firstSize() {
        return Math.min(TRUSTED_SIZE, limit);
    }

    private void collect(CompletableFuture<Bytes> into, ByteBuf piece) {
        int count = piece.readableBytes();
        if (count > limit - size) {
            piece.release();
            array = NOTHING;
            tooLarge(into);
            return;
        }
        if (count > array.length - size && !grow(into, count)) {
            piece.release();
            return;
        }
        piece.readBytes(array, size, count);
        piece.release();
        size += count;
    }

    private boolean grow(CompletableFuture<Bytes> into, int count) {
        long wanted = Math.max((long) size + count, 4L * array.length);
        int next = (int) Math.min(wanted, announced < 0 ? limit : announced);
        if (next > TRUSTED_SIZE && !(place == null ? newPlace() : place).grow(next)) {
            array = NOTHING;
            into.completeExceptionally(noRoom());
            return false;
        }
        array = Arrays.copyOf(array, next);
        return true;
    }

    private static RefusedException noRoom() {
        return new Refusal.Unavailable("overloaded", "Too many large requests are being read. Try again later.")
                .asException();
    }

    private void finishIfWhole() {
        if (whole && !waits && result != null && !result.isDone()) {
            result.complete(new Bytes(array, 0, size));
        }
    }

    private void tooLarge(CompletableFuture<Bytes> into) {
        into.completeExceptionally(new Refusal.TooLarge(limit).asException());
    }
}
