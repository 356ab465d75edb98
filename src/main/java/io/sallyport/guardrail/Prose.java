package io.sallyport.guardrail;

import java.util.Map;
import java.util.Set;

/// Which texts of an answer people read, by where they stand.
final class Prose {
    private static final Set<String> NAMES = Set.of("content", "text", "delta");

    private Prose() {}

    /// True for what a model says, false for how it thought and for what tools are told.
    ///
    /// @param place of a body, an event or a channel
    /// @param codes the types that stand beside texts, by their places
    static boolean isAt(String place, Map<String, String> codes) {
        String type = codes.getOrDefault(typeBeside(place), "");
        boolean isAside = place.contains("summary") || type.contains("reasoning") || type.contains("arguments");
        return NAMES.contains(place.substring(around(place).length())) && !isAside;
    }

    /// Where the type of a text stands.
    static String typeBeside(String place) {
        return around(place) + "type";
    }

    /// All of a place but its last name.
    private static String around(String place) {
        return place.substring(0, Math.max(place.lastIndexOf('.'), place.lastIndexOf('/')) + 1);
    }
}
