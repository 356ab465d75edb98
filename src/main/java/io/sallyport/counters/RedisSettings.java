package io.sallyport.counters;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/// How counters are shared through Redis.
///
/// @param address empty when they are shared through PostgreSQL
/// @param keyPrefix start of every key, so that several gateways can use one server
/// @param timeout longest wait for one answer, 5 ms to 5 s
public record RedisSettings(Optional<RedisAddress> address, String keyPrefix, Duration timeout) {
    public static final Duration LEAST_TIMEOUT = Duration.ofMillis(5);
    public static final Duration MOST_TIMEOUT = Duration.ofSeconds(5);

    private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9:._-]{1,64}");

    public static final RedisSettings DEFAULTS =
            new RedisSettings(Optional.empty(), "sallyport:", Duration.ofMillis(50));

    public RedisSettings {
        checkPrefix(keyPrefix);
        if (timeout.compareTo(LEAST_TIMEOUT) < 0 || timeout.compareTo(MOST_TIMEOUT) > 0) {
            throw new IllegalArgumentException("redis.timeout must be 5ms to 5s");
        }
    }

    /// The prefix as it was given.
    ///
    /// Errors: IllegalArgumentException for one that no key may start with.
    public static String checkPrefix(String prefix) {
        if (!PREFIX.matcher(prefix).matches()) {
            throw new IllegalArgumentException("must be 1 to 64 letters, digits or : . _ -");
        }
        return prefix;
    }
}
