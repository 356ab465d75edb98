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
    private final ZoneId zone;

    private HandClock(AtomicReference<Instant> now, ZoneId zone) {
        this.now = now;
        this.zone = zone;
    }

    public static HandClock at(Instant start) {
        return new HandClock(new AtomicReference<>(start), ZoneOffset.UTC);
    }

    public static HandClock at(String start) {
        return at(Instant.parse(start));
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
        return zone;
    }

    /// A clock of another zone that moves with this one.
    @Override
    public Clock withZone(ZoneId other) {
        return new HandClock(now, other);
    }
}
