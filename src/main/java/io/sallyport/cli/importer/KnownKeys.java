package io.sallyport.cli.importer;

import io.sallyport.json.Json;
import io.sallyport.json.yaml.Nearest;
import java.util.Optional;

/// The keys that settings may have, as their JSON Schema lists them.
record KnownKeys(Json schema) {
    private static final String PROPERTIES = "properties";
    private static final String FREE = "additionalProperties";

    /// Whether there is a key of this path, such as `backends[0].name`.
    boolean has(String path) {
        return find(path).isPresent();
    }

    /// Whether a key holds an object with names of the operator's own.
    boolean isFree(String path) {
        return !path.isEmpty() && find(path).filter(KnownKeys::holdsNames).isPresent();
    }

    /// A key beside this one that is spelled much like it.
    Optional<String> nearest(String path) {
        int last = path.lastIndexOf('.');
        String name = path.substring(last + 1);
        return find(path.substring(0, Math.max(0, last)))
                .filter(parent -> parent.get(PROPERTIES).isObject())
                .map(parent -> parent.get(PROPERTIES).fields().stream()
                        .map(Json.Field::name)
                        .toList())
                .flatMap(names -> Nearest.near(name, names));
    }

    private Optional<Json> find(String path) {
        Json here = schema;
        for (String step :
                path.isEmpty() ? new String[0] : path.replace("[", ".[").split("\\.", -1)) {
            Json next = step.startsWith("[")
                    ? here.get("items")
                    : here.get(PROPERTIES).get(step);
            if (next.isMissing() && holdsNames(here)) {
                return Optional.of(here.get(FREE));
            }
            if (next.isMissing()) {
                return Optional.empty();
            }
            here = next;
        }
        return Optional.of(here);
    }

    private static boolean holdsNames(Json schema) {
        Json free = schema.get(FREE);
        return free.isObject() || (free.isBoolean() && free.bool());
    }
}
