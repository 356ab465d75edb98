package io.sallyport.app.settings;

import java.time.Duration;

/// When a failing target rests, and for how long.
///
/// @param checkInterval time between two probes of a backend; zero switches them off
/// @param failuresBeforeRest failures in a row
/// @param cooldown how long a target rests
public record HealthSettings(Duration checkInterval, int failuresBeforeRest, Duration cooldown) {}
