package io.sallyport.lang;

import java.time.Duration;

/// When a call must be over; tells the time left. Measured on the monotonic clock, so wall-clock jumps do not matter.
///
/// @param nanos value of [System#nanoTime()] at which the time is up
public record Deadline(long nanos) {

    public static Deadline in(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
    }

    /// Time left, never negative.
    public Duration timeLeft() {
        return Duration.ofNanos(Math.max(0, nanos - System.nanoTime()));
    }

    public boolean isOver() {
        return nanos - System.nanoTime() <= 0;
    }

    /// The earlier of this deadline and one that starts now.
    public Deadline atMost(Duration time) {
        Deadline other = in(time);
        return other.nanos - nanos < 0 ? other : this;
    }
}
