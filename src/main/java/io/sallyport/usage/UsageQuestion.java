package io.sallyport.usage;

import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;

/// Whose usage of what time.
///
/// @param from first moment; the whole quarter of an hour it lies in counts
/// @param to excluded
/// @param only values that must be met; a dimension without one asks for all
public record UsageQuestion(Instant from, Instant to, Map<Dimension, String> only) {
    public UsageQuestion {
        only = Map.copyOf(only);
    }

    /// All usage of a time.
    public static UsageQuestion between(Instant from, Instant to) {
        return new UsageQuestion(from, to, Map.of());
    }

    /// The same question about one value only.
    public UsageQuestion with(Dimension dimension, String value) {
        Map<Dimension, String> more = new EnumMap<>(Dimension.class);
        more.putAll(only);
        more.put(dimension, value);
        return new UsageQuestion(from, to, more);
    }
}
