package io.sallyport.telemetry;

import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// The numbers of one metric at one moment.
///
/// @param series label values in the order of [Metric#labels()], and what [Series#read()] said
public record Reading(Metric metric, Map<List<String>, long[]> series) {
    /// A stable order of series, so that two scrapes can be compared.
    public static final Comparator<List<String>> ORDER = Comparator.comparing(labels -> String.join("\u0000", labels));
}
