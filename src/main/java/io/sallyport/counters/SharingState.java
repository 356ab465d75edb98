package io.sallyport.counters;

import java.time.Instant;

/// Whether counters are shared with other instances now.
///
/// @param shared otherwise this instance decides on its share of each limit
/// @param since when that began
/// @param reason why they are not shared, without addresses and secrets, such as `does not answer in time`; empty when
///     they are
public record SharingState(boolean shared, Instant since, String reason) {}
