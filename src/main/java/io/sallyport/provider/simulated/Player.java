package io.sallyport.provider.simulated;

import io.sallyport.lang.Bytes;
import io.sallyport.lang.Header;
import io.sallyport.provider.simulated.Answer.Ending;
import io.sallyport.transport.ByteSink;
import io.sallyport.transport.EventLoop;
import io.sallyport.web.WebReply;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;

/// One answer on its way out, with its delays, gaps and ending; it writes no faster than the peer reads.
///
/// Threads: the event loop of its reply.
final class Player {
    private static final int OK = 200;

    /// What was written before a reset gets so long to leave, because a reset discards what waits.
    private static final Duration BEFORE_RESET = Duration.ofMillis(20);

    private final EventLoop loop;
    private final ByteSink sink;
    private final Iterator<Bytes> pieces;
    private final Duration gap;
    private final Ending ending;
    private final long start = System.nanoTime();
    private long written;
    private boolean isTimed;
    private boolean isOver;

    private Player(EventLoop loop, ByteSink sink, Answer.Streamed stream) {
        this.loop = loop;
        this.sink = sink;
        pieces = stream.pieces();
        gap = stream.gap();
        ending = stream.ending();
    }

    /// Call on the event loop.
    static void play(Answer answer, WebReply reply) {
        switch (answer) {
            case Answer.Whole whole -> after(whole.delay(), reply, () -> send(whole, reply));
            case Answer.Streamed stream -> after(stream.delay(), reply, () -> stream(stream, reply));
            case Answer.Reset _ -> reply.stream().abort();
            case Answer.Nothing _ -> {
                // The peer waits until it gives up.
            }
        }
    }

    private static void after(Duration delay, WebReply reply, Runnable action) {
        if (delay.isZero()) {
            action.run();
        } else {
            reply.loop().after(delay, action);
        }
    }

    private static void send(Answer.Whole whole, WebReply reply) {
        headers(whole.headers(), reply.status(whole.status()));
        reply.send(whole.body());
    }

    private static void stream(Answer.Streamed stream, WebReply reply) {
        headers(stream.headers(), reply.status(OK));
        Player player = new Player(reply.loop(), reply.stream(), stream);
        player.sink.onGone(() -> player.isOver = true);
        player.sink.onDrain(player::drained);
        player.pump();
    }

    private static void headers(List<Header> headers, WebReply reply) {
        headers.forEach(header -> reply.header(header.name(), header.value()));
    }

    private void drained() {
        if (!isTimed) {
            pump();
        }
    }

    private void pump() {
        while (!isOver && !isTimed && !sink.isFull()) {
            if (!pieces.hasNext()) {
                finish();
            } else {
                sink.write(pieces.next());
                written++;
                waitForNext();
            }
        }
    }

    /// Times count from the stream's start, so that a late event does not delay those behind it.
    private void waitForNext() {
        if (gap.isZero()) {
            return;
        }
        isTimed = true;
        long wait = start + written * gap.toNanos() - System.nanoTime();
        loop.after(Duration.ofNanos(Math.max(0, wait)), () -> {
            isTimed = false;
            pump();
        });
    }

    private void finish() {
        isOver = true;
        if (ending == Ending.CLEAN) {
            sink.end();
        } else {
            loop.after(BEFORE_RESET, sink::abort);
        }
    }
}
