package io.sallyport.limit;

import java.util.List;
import java.util.stream.Stream;

/// Limits of the configuration, and what a spent budget answers.
///
/// @param limits declared in the file
/// @param exceededStatus HTTP status for a spent budget: 402, 403 or 429
public record LimitSettings(List<Limit> limits, int exceededStatus) {
    /// No limits.
    public static final LimitSettings NONE = new LimitSettings(List.of(), 403);

    /// These limits and more.
    public LimitSettings with(List<Limit> more) {
        return new LimitSettings(Stream.concat(limits.stream(), more.stream()).toList(), exceededStatus);
    }
}
