package io.sallyport.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.sallyport.lang.Refusal.RateLimited;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/// Slows down whoever guesses passwords: few failures for an account, some more from an address, within a time.
///
/// Counted by each instance for itself. A right password makes the failures of its account forgotten, not those of the
/// address. An account that others lock out by guessing can still be used by single sign-on or by a link.
public final class LoginThrottle {
    private static final Duration WINDOW = Duration.ofMinutes(15);
    private static final int FAILURES_OF_ACCOUNT = 10;
    private static final int FAILURES_OF_ADDRESS = 50;
    private static final int MOST_REMEMBERED = 100_000;

    private final Cache<String, Integer> failures;

    public LoginThrottle(Clock clock) {
        Ticker ticker = () -> TimeUnit.MILLISECONDS.toNanos(clock.millis());
        this.failures = Caffeine.newBuilder()
                .ticker(ticker)
                .expireAfterWrite(WINDOW)
                .maximumSize(MOST_REMEMBERED)
                .build();
    }

    /// Errors: RateLimited `too_many_sign_ins`.
    void admit(String email, String address) {
        if (count(account(email)) >= FAILURES_OF_ACCOUNT || count(address) >= FAILURES_OF_ADDRESS) {
            throw new RateLimited("too_many_sign_ins", "Too many attempts to sign in. Try again later.", WINDOW)
                    .asException();
        }
    }

    void failed(String email, String address) {
        failures.asMap().merge(account(email), 1, Integer::sum);
        failures.asMap().merge(address, 1, Integer::sum);
    }

    void succeeded(String email) {
        failures.invalidate(account(email));
    }

    private int count(String key) {
        Integer count = failures.getIfPresent(key);
        return count == null ? 0 : count;
    }

    private static String account(String email) {
        return "account " + email.strip().toLowerCase(Locale.ROOT);
    }
}
