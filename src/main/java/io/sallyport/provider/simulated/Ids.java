package io.sallyport.provider.simulated;

import java.time.Clock;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;

/// Names for answers and stored things, unique over restarts as long as the clock goes forward.
///
/// Threads: thread-safe.
final class Ids {
    private final Clock clock;
    private final AtomicLong next;

    Ids(Clock clock) {
        this.clock = clock;
        next = new AtomicLong(clock.millis() << 20);
    }

    String next(String prefix) {
        return prefix + HexFormat.of().toHexDigits(next.incrementAndGet());
    }

    /// Seconds since 1970, as both vendors write times.
    long seconds() {
        return Math.floorDiv(clock.millis(), 1000L);
    }
}
