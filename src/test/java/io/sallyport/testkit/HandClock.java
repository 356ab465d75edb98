package io.sallyport.testkit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/// A clock that moves when a test says so.
public final class HandClock extends Clock {
    private final AtomicReference<Instant> now;

    private HandClock(Instant start) {
        this.now = new AtomicReference<>(start);
    }

    public static HandClock at(Instant start) {
        return new HandClock(start);
    }

    public static HandClock at(String start) {
        return new HandClock(Instant.parse(start));
    }

    /// Moves on, or back by a negative duration.
    public void move(Duration by) {
        now.updateAndGet(instant -> instant.plus(by));
    }

    @Override
    public Instant instant() {
        return now.get();
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        if (!zone.equals(ZoneOffset.UTC) && !zone.equals(ZoneId.of("UTC"))) {
            throw new UnsupportedOperationException("only instants are asked for");
        }
        return this;
    }
}
