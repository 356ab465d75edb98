package io.sallyport.routing;

import io.sallyport.lang.Money;
import java.time.Duration;

/// When a failing target rests, and for how long.
///
/// @param failuresBeforeRest failures in a row, 1 to 100
/// @param cooldown how long a target rests
/// @param checkInterval time between two listings of a backend's models; zero switches them off
/// @param probeBudget what questions to targets whose rest is over may cost in a day; zero for none
public record HealthSettings(int failuresBeforeRest, Duration cooldown, Duration checkInterval, Money probeBudget) {
    /// Three failures, five minutes, every minute: what operators of the older gateway were used to (RO8, RO9).
    public static final HealthSettings DEFAULT =
            new HealthSettings(3, Duration.ofMinutes(5), Duration.ofSeconds(60), Money.ZERO);

    public HealthSettings {
        if (failuresBeforeRest < 1 || failuresBeforeRest > 100) {
            throw new IllegalArgumentException(
                    "health.failures_before_rest must be 1 to 100, is " + failuresBeforeRest);
        }
        if (cooldown.isNegative() || checkInterval.isNegative()) {
            throw new IllegalArgumentException("health durations must not be negative");
        }
    }
}
