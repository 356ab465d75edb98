package io.sallyport.web;

import io.sallyport.lang.Refusal.RateLimited;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/// Slows down addresses that flood the gateway or try out credentials: so many requests in a minute by the clock.
///
/// Model calls pass: they have limits of their own, and many people may call from one address. Counted by each
/// instance for itself.
/// Errors: RateLimited `too_many_requests`. Threads: safe, never blocks.
///
/// Source: requirement LI30.
public final class AddressGate implements Endpoint {
    private static final String MODEL_CALLS = "/v1/";
    private static final long MINUTE_MILLIS = 60_000;

    /// Addresses that are counted apart; all others of a minute go uncounted, so that memory stays small.
    private static final int MOST_ADDRESSES = 100_000;

    private final Endpoint inner;
    private final int most;
    private final Clock clock;
    private final AtomicReference<Minute> current = new AtomicReference<>(new Minute(0, Map.of()));

    /// @param most requests of one address in a minute; 0 for any number
    public AddressGate(Endpoint inner, int most, Clock clock) {
        this.inner = inner;
        this.most = most;
        this.clock = clock;
    }

    /// Requests by address.
    ///
    /// @param number minutes since the epoch
    private record Minute(long number, Map<String, Integer> counts) {}

    @Override
    public void handle(WebRequest request, WebReply reply) {
        if (most > 0 && !request.path().startsWith(MODEL_CALLS)) {
            admit(request.remoteAddress());
        }
        inner.handle(request, reply);
    }

    private void admit(String address) {
        long millis = clock.millis();
        Map<String, Integer> counts = minute(millis / MINUTE_MILLIS).counts();
        boolean isCounted = counts.size() < MOST_ADDRESSES || counts.containsKey(address);
        if (isCounted && counts.merge(address, 1, Integer::sum) > most) {
            Duration wait = Duration.ofMillis(MINUTE_MILLIS - millis % MINUTE_MILLIS);
            throw new RateLimited("too_many_requests", "Too many requests from this address. Try again later.", wait)
                    .asException();
        }
    }

    private Minute minute(long number) {
        return current.updateAndGet(
                known -> known.number() == number ? known : new Minute(number, new ConcurrentHashMap<>()));
    }
}
