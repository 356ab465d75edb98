package io.sallyport.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds fallbacks that lead back to where they started.
public final class FallbackCycle {
    private FallbackCycle() {}

    /// The circle an alias can reach, as `a, b, a`; empty when there is none.
    public static Optional<String> from(String alias, Map<String, ModelEntry> entries) {
        return walk(alias, entries, new ArrayList<>());
    }

    private static Optional<String> walk(String alias, Map<String, ModelEntry> entries, List<String> path) {
        int before = path.indexOf(alias);
        path.add(alias);
        if (before >= 0) {
            return Optional.of(String.join(", ", path.subList(before, path.size())));
        }
        ModelEntry entry = entries.get(alias);
        for (String next : entry == null ? List.<String>of() : entry.routing().fallbacks()) {
            Optional<String> found = walk(next, entries, path);
            if (found.isPresent()) {
                return found;
            }
        }
        path.removeLast();
        return Optional.empty();
    }
}
