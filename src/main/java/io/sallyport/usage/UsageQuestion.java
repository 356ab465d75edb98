package io.sallyport.usage;

import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Whose usage of what time.
///
/// @param from first moment; the whole quarter of an hour it lies in counts
/// @param to excluded
/// @param only values that must be met; a dimension without one asks for all
/// @param among lists of values one of which must be met; none of them has a comma in it
public record UsageQuestion(Instant from, Instant to, Map<Dimension, String> only, Map<Dimension, List<String>> among) {
    public UsageQuestion {
        only = Map.copyOf(only);
        among = Map.copyOf(among);
    }

    public UsageQuestion(Instant from, Instant to, Map<Dimension, String> only) {
        this(from, to, only, Map.of());
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
        return new UsageQuestion(from, to, more, among);
    }

    /// The same question about some values only.
    public UsageQuestion among(Dimension dimension, List<String> values) {
        Map<Dimension, List<String>> more = new EnumMap<>(Dimension.class);
        more.putAll(among);
        more.put(dimension, List.copyOf(values));
        return new UsageQuestion(from, to, only, more);
    }
}
