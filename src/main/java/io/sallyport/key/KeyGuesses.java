package io.sallyport.key;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.sallyport.crypto.Fingerprint;
import io.sallyport.lang.Refusal.RateLimited;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// Slows down addresses that try out keys: so many made-up keys of an address are looked up, then none for a while.
///
/// A key that was right within the last hour is looked up all the same, so that nobody is locked out by a neighbour.
/// Counted by each instance for itself. Threads: safe, never blocks.
///
/// Source: requirement LI30.
final class KeyGuesses {
    /// Keys of 256 random bits are not found by trying; the number only keeps the database quiet.
    static final int MOST = 300;

    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final Duration TRUSTED = Duration.ofHours(1);
    private static final int MOST_REMEMBERED = 100_000;

    private final Cache<String, Integer> wrong;
    private final Cache<Fingerprint, Boolean> right;

    KeyGuesses(Clock clock) {
        Ticker ticker = () -> TimeUnit.MILLISECONDS.toNanos(clock.millis());
        this.wrong = remembering(ticker, WINDOW).build();
        this.right = remembering(ticker, TRUSTED).build();
    }

    private static Caffeine<Object, Object> remembering(Ticker ticker, Duration time) {
        return Caffeine.newBuilder().ticker(ticker).expireAfterWrite(time).maximumSize(MOST_REMEMBERED);
    }

    /// Errors: RateLimited `too_many_wrong_keys`.
    void admit(Fingerprint key, String address) {
        Integer count = wrong.getIfPresent(address);
        if (count != null && count >= MOST && right.getIfPresent(key) == null) {
            throw new RateLimited(
                            "too_many_wrong_keys",
                            "Too many wrong API keys from this address. Try again later.",
                            WINDOW)
                    .asException();
        }
    }

    void wasWrong(String address) {
        wrong.asMap().merge(address, 1, Integer::sum);
    }

    void wasRight(Fingerprint key) {
        right.put(key, true);
    }
}
