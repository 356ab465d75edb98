package io.sallyport.transport;

import io.sallyport.lang.Bytes;

/// Moves bytes from an upstream to a client with back-pressure both ways, until one of them ends.
///
/// What waits for a slow client is bounded by the sink's own buffer plus one burst: the upstream is not read meanwhile.
/// Whoever started the relay ends the sink after the end callback, so that it can still write a last event.
///
/// Threads: everything happens on one event loop.
public final class ByteRelay implements ByteStream.Listener, EventLoop.Watch {
    private final ByteStream from;
    private final ByteSink to;
    private final RelayStep step;
    private final RelayLimits limits;
    private final RelayEnd.Listener listener;
    private long lastMove = System.nanoTime();
    private boolean paused;
    private boolean ended;

    private ByteRelay(ByteStream from, ByteSink to, RelayStep step, RelayLimits limits, RelayEnd.Listener listener) {
        this.from = from;
        this.to = to;
        this.step = step;
        this.limits = limits;
        this.listener = listener;
    }

    /// Starts moving. Call on the loop both sides belong to.
    public static void pump(
            EventLoop loop,
            ByteStream from,
            ByteSink to,
            RelayStep step,
            RelayLimits limits,
            RelayEnd.Listener listener) {
        ByteRelay relay = new ByteRelay(from, to, step, limits, listener);
        to.onDrain(relay::drained);
        to.onGone(() -> relay.giveUp(RelayEnd.of(RelayEnd.Way.CLIENT_GONE)));
        loop.watch(relay);
        if (!relay.ended) {
            from.listen(relay);
        }
    }

    @Override
    public void onBytes(Bytes bytes) {
        if (ended) {
            return;
        }
        lastMove = System.nanoTime();
        try {
            write(step.step(bytes));
        } catch (RuntimeException e) {
            giveUp(new RelayEnd(RelayEnd.Way.STEP_FAILED, e));
        }
        if (!ended && !paused && to.isFull()) {
            paused = true;
            from.pause();
        }
    }

    @Override
    public void onEnd() {
        if (ended) {
            return;
        }
        try {
            write(step.last());
        } catch (RuntimeException e) {
            giveUp(new RelayEnd(RelayEnd.Way.STEP_FAILED, e));
        }
        end(RelayEnd.of(RelayEnd.Way.COMPLETED));
    }

    @Override
    public void onFailure(Throwable cause) {
        end(new RelayEnd(RelayEnd.Way.UPSTREAM_CUT, cause));
    }

    @Override
    public boolean look(long now) {
        if (ended) {
            return false;
        }
        if (limits.deadline().nanos() - now <= 0) {
            giveUp(RelayEnd.of(RelayEnd.Way.TOO_LONG));
        } else if (paused && now - lastMove > limits.stalled().toNanos()) {
            giveUp(RelayEnd.of(RelayEnd.Way.CLIENT_GONE));
        } else if (!paused && now - lastMove > limits.idle().toNanos()) {
            giveUp(RelayEnd.of(RelayEnd.Way.IDLE));
        }
        return !ended;
    }

    private void write(Bytes bytes) {
        if (!bytes.isEmpty()) {
            to.write(bytes);
        }
    }

    private void drained() {
        if (paused && !ended) {
            paused = false;
            lastMove = System.nanoTime();
            from.resume();
        }
    }

    private void giveUp(RelayEnd end) {
        if (!ended) {
            from.cancel();
            end(end);
        }
    }

    private void end(RelayEnd end) {
        if (!ended) {
            ended = true;
            listener.onEnd(end);
        }
    }
}
