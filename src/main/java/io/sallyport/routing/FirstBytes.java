package io.sallyport.routing;

import io.sallyport.lang.Bytes;
import io.sallyport.net.OutboundFailure;
import io.sallyport.net.OutboundFailure.Kind;
import io.sallyport.transport.ByteStream;
import io.sallyport.transport.EventLoop;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Waits for the first bytes of a stream that say something, so that a target that dies before them can still
/// be replaced.
///
/// Afterwards it is the rest of the stream: paused, to be listened to by whoever forwards it.
/// Threads: on the stream's event loop.
final class FirstBytes implements ByteStream, ByteStream.Listener, EventLoop.Watch {
    private final ByteStream source;
    private final long patience;
    private final Opening first;
    private final Consumer<Throwable> failed;
    private final Runnable over;
    private long lastPiece = System.nanoTime();
    private @Nullable Listener next;
    private boolean decided;
    private boolean ended;
    private @Nullable Throwable cut;

    /// Hears the pieces at the start of a stream until it has heard enough.
    @FunctionalInterface
    interface Opening {

        /// @param piece empty when the stream ended without saying anything
        /// @return false to hear the next piece too
        boolean takes(Bytes piece);
    }

    /// @param over hears that nothing more comes, also after a cancel
    FirstBytes(ByteStream source, Duration patience, Opening first, Consumer<Throwable> failed, Runnable over) {
        this.over = over;
        this.source = source;
        this.patience = patience.toNanos();
        this.first = first;
        this.failed = failed;
    }

    void await(EventLoop loop) {
        loop.watch(this);
        source.listen(this);
    }

    @Override
    public boolean look(long now) {
        if (!decided && now - lastPiece > patience) {
            decided = true;
            source.cancel();
            failed.accept(new OutboundFailure(Kind.TIMEOUT, "the backend sent nothing"));
        }
        return !decided;
    }

    @Override
    public void onBytes(Bytes bytes) {
        if (next != null) {
            next.onBytes(bytes);
        } else if (!decided) {
            lastPiece = System.nanoTime();
            decided = true;
            source.pause();
            if (!first.takes(bytes)) {
                decided = false;
                source.resume();
            }
        }
    }

    @Override
    public void onEnd() {
        ended = true;
        over.run();
        if (next != null) {
            next.onEnd();
        } else if (!decided) {
            decided = true;
            first.takes(Bytes.EMPTY);
        }
    }

    @Override
    public void onFailure(Throwable cause) {
        cut = cause;
        over.run();
        if (next != null) {
            next.onFailure(cause);
        } else if (!decided) {
            decided = true;
            failed.accept(cause);
        }
    }

    @Override
    public void listen(Listener listener) {
        next = listener;
        if (cut != null) {
            listener.onFailure(cut);
        } else if (ended) {
            listener.onEnd();
        } else {
            source.resume();
        }
    }

    @Override
    public void pause() {
        source.pause();
    }

    @Override
    public void resume() {
        source.resume();
    }

    @Override
    public void cancel() {
        decided = true;
        over.run();
        source.cancel();
    }
}
