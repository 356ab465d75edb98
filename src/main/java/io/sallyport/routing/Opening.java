package io.sallyport.routing;

import io.sallyport.dialect.ByteGather;
import io.sallyport.lang.Bytes;
import java.time.Duration;
import java.util.Optional;

/// The start of a stream, kept back until an event says something: so long, another target can still be tried.
///
/// Threads: on the stream's event loop.
final class Opening {
    /// Longest time that comments before the first event wait for it.
    private static final Duration HEARTBEATS_HELD = Duration.ofSeconds(5);

    private static final int MOST_HELD = 64 << 10;

    private final EventRelay step;
    private final long patience;
    private final long started = System.nanoTime();
    private Bytes held = Bytes.EMPTY;

    /// @param patience how long comments are kept back; empty for the usual time
    Opening(EventRelay step, Optional<Duration> patience) {
        this.step = step;
        this.patience = patience.orElse(HEARTBEATS_HELD).toNanos();
    }

    EventRelay step() {
        return step;
    }

    /// What may be forwarded of the pieces so far.
    Bytes held() {
        return held;
    }

    /// Errors: StreamFailed when the upstream reports a failure.
    void take(Bytes piece) {
        held = new ByteGather().add(held).add(step.step(piece)).bytes();
    }

    boolean goesOn() {
        return !step.isEvents() || step.hasBegun() || isHeldLongEnough();
    }

    /// Heartbeats are kept back for a while only, because clients need them during a long silence.
    private boolean isHeldLongEnough() {
        boolean late = System.nanoTime() - started > patience;
        return held.length() > MOST_HELD || (late && !held.isEmpty());
    }
}
