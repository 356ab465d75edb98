package io.sallyport.fleet;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.sallyport.lang.Refusal.RateLimited;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Turns hosts away that speak more often than they need to.
///
/// Source: security catalogue, R05.
/// Threads: safe.
final class BeatGate {
    private static final Duration SHORTEST = Duration.ofMillis(500);

    /// A restart or two in a row are no flood.
    private static final int AT_ONCE = 5;

    private static final int MOST_HOSTS = 20_000;

    private final Clock clock;
    private final Cache<String, Instant> used =
            Caffeine.newBuilder().maximumSize(MOST_HOSTS).build();

    BeatGate(Clock clock) {
        this.clock = clock;
    }

    /// Errors: RateLimited `too_many_heartbeats`.
    void enter(String host) {
        Instant now = clock.instant();
        Instant earliest = now.minus(SHORTEST.multipliedBy(AT_ONCE));
        var _ = used.asMap().compute(host, (_, before) -> later(before, earliest, now));
    }

    private static Instant later(@Nullable Instant before, Instant earliest, Instant now) {
        Instant used = before == null || before.isBefore(earliest) ? earliest : before;
        Instant next = used.plus(SHORTEST);
        if (next.isAfter(now)) {
            throw new RateLimited("too_many_heartbeats", "This host speaks too often.", SHORTEST.multipliedBy(2))
                    .asException();
        }
        return next;
    }
}
