package io.sallyport.usage;

import java.time.Instant;

/// One step of a series.
///
/// @param label what people call it in its time zone, such as `2026-11-21`
/// @param sums all zero when nothing was used
public record UsagePoint(Instant start, String label, UsageSums sums) {}
