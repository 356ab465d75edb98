package io.sallyport.guardrail;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// How often each kind of thing was found, for the record: never the thing itself.
///
/// Threads: one owner.
public final class FoundKinds {
    private final Map<String, Integer> counts = new TreeMap<>();

    public void add(String kind) {
        counts.merge(kind, 1, Integer::sum);
    }

    public boolean isEmpty() {
        return counts.isEmpty();
    }

    /// For example `email 2, phone 1`.
    @Override
    public String toString() {
        return counts.entrySet().stream()
                .map(count -> count.getKey() + " " + count.getValue())
                .collect(Collectors.joining(", "));
    }
}
