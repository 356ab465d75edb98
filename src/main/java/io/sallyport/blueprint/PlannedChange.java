package io.sallyport.blueprint;

import io.sallyport.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What becomes of one thing when a blueprint is applied.
///
/// @param section such as `backends`
/// @param name what tells it from the others of its section
/// @param before the fields that change, or all of a thing that is taken away
/// @param after the fields that change, or all of a thing that is made
record PlannedChange(String section, String name, Deed deed, Optional<Json> before, Optional<Json> after) {

    /// What is done.
    enum Deed {
        CREATE,
        CHANGE,
        REMOVE
    }

    /// What differs between two moments of a section.
    static List<PlannedChange> between(String section, List<Thing> before, List<Thing> after) {
        Map<String, Json> old = byKey(before);
        Map<String, Json> fresh = byKey(after);
        List<PlannedChange> changes = new ArrayList<>();
        fresh.forEach((key, element) -> {
            Json was = old.get(key);
            if (was == null) {
                changes.add(new PlannedChange(section, key, Deed.CREATE, Optional.empty(), Optional.of(element)));
            } else if (!was.equals(element)) {
                Json less = Wording.unusual(was, element);
                Json more = Wording.unusual(element, was);
                changes.add(new PlannedChange(section, key, Deed.CHANGE, Optional.of(less), Optional.of(more)));
            }
        });
        old.forEach((key, element) -> {
            if (!fresh.containsKey(key)) {
                changes.add(new PlannedChange(section, key, Deed.REMOVE, Optional.of(element), Optional.empty()));
            }
        });
        return changes;
    }

    private static Map<String, Json> byKey(List<Thing> things) {
        Map<String, Json> byKey = new LinkedHashMap<>();
        things.forEach(thing -> byKey.put(thing.key(), thing.element()));
        return byKey;
    }
}
