package io.sallyport.admin;

import io.sallyport.lang.Refusal.RateLimited;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/// Lets operators try addresses, a few in a minute: whoever stole a session of theirs is not to look through a
/// network with it.
///
/// Source: security catalogue, M15.
/// Threads: safe.
public final class TrialGate {
    static final int MOST = 30;
    static final Duration WINDOW = Duration.ofMinutes(1);

    private final Clock clock;
    private final Deque<Instant> entered = new ArrayDeque<>();

    public TrialGate(Clock clock) {
        this.clock = clock;
    }

    /// Errors: RateLimited `too_many_tests`.
    synchronized void enter() {
        Instant now = clock.instant();
        while (!entered.isEmpty() && !entered.getFirst().plus(WINDOW).isAfter(now)) {
            entered.removeFirst();
        }
        if (entered.size() >= MOST) {
            Duration wait = Duration.between(now, entered.getFirst().plus(WINDOW));
            throw new RateLimited("too_many_tests", "Too many addresses were tried in a minute.", wait).asException();
        }
        entered.addLast(now);
    }
}
