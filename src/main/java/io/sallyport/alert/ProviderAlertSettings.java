package io.sallyport.alert;

import java.time.Duration;
import java.util.Optional;

/// What is asked of every backend.
///
/// @param errorRate failed part of the attempts from which on there is an alert, in thousandths; empty for none
/// @param p95 time that 95 of 100 calls must not exceed; empty for none
/// @param window the time that is looked at
/// @param minimumCalls below which nothing is concluded
public record ProviderAlertSettings(
        Optional<Integer> errorRate, Optional<Duration> p95, Duration window, int minimumCalls) {
    public static final ProviderAlertSettings DEFAULT =
            new ProviderAlertSettings(Optional.empty(), Optional.empty(), Duration.ofMinutes(5), 20);

    public boolean isOff() {
        return errorRate.isEmpty() && p95.isEmpty();
    }
}
