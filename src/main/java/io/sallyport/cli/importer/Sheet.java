package io.sallyport.cli.importer;

import io.sallyport.cli.importer.Finding.Verdict;
import io.sallyport.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Where one file is carried over: its source, the settings that come of it, and what is said about each key.
///
/// Threads: used by one thread.
final class Sheet {
    private final Json source;
    private final KnownKeys known;
    private final Target target = new Target();
    private final Hidden hidden = new Hidden();
    private final Map<String, Finding> told = new LinkedHashMap<>();
    private final List<Finding> added = new ArrayList<>();

    Sheet(Json source, KnownKeys known) {
        this.source = source;
        this.known = known;
    }

    /// A value of the source, by a path such as `providers[0].name`; missing when there is none.
    Json at(String path) {
        return at(source, path);
    }

    /// A value of any file, in the same way.
    static Json at(Json source, String path) {
        return source.path(path.replace("[", ".").replace("]", ""));
    }

    boolean has(String path) {
        return at(path).isPresent();
    }

    /// The text of a scalar, however it was written; empty when there is none.
    String text(String path) {
        Json value = at(path);
        return value.isText() ? value.text() : value.isPresent() && !value.isObject() ? value.toString() : "";
    }

    /// How many elements a list of the source has.
    int size(String path) {
        return at(path).isArray() ? at(path).size() : 0;
    }

    /// Carries a value over as it is.
    void exact(String path, String to) {
        if (has(path)) {
            tell(path, Verdict.EXACT, to.equals(path) ? "" : "is " + to);
            put(to, at(path));
        }
    }

    /// Carries something over that has another value or meaning here.
    void adapted(String path, String to, Json value, String how) {
        if (has(path)) {
            tell(path, Verdict.ADAPTED, "is " + to + ": " + how);
            put(to, value);
        }
    }

    void adapted(String path, String to, String value, String how) {
        adapted(path, to, Json.of(value), how);
    }

    /// A number of seconds, which is a length of time here.
    void seconds(String path, String to) {
        if (at(path).isNumber()) {
            adapted(path, to, at(path).decimal().toPlainString() + "s", "in seconds");
        } else {
            exact(path, to);
        }
    }

    /// Says why a key is not carried over.
    void left(String path, String why) {
        if (has(path)) {
            tell(path, Verdict.LEFT, why);
        }
    }

    /// Says of a key that it is part of another one.
    void partOf(String path, String to) {
        if (has(path)) {
            tell(path, Verdict.ADAPTED, "is part of " + to);
        }
    }

    /// Puts what the older gateway did without being told, unless the source said otherwise.
    void add(String to, Json value, String why) {
        put(to, value);
        added.add(new Finding("", Verdict.ADDED, to + ": " + value + ", " + why));
    }

    void add(String to, String value, String why) {
        add(to, Json.of(value), why);
    }

    /// Puts a value without a word of its own.
    void put(String to, Json value) {
        target.put(to, hidden.reference(to, value));
    }

    private void tell(String path, Verdict verdict, String note) {
        told.put(path, new Finding(path, verdict, note));
    }

    /// Carries over whatever nobody spoke of and has the same name here, says so of the rest, and ends.
    ImportedFile ended(SourceKind kind) {
        rest("", source);
        List<Finding> all = new ArrayList<>(told.values());
        all.addAll(added);
        return new ImportedFile(kind, target.toJson(), all, Map.copyOf(hidden.values()));
    }

    private void rest(String path, Json value) {
        if (!path.isEmpty() && told.containsKey(path)) {
            return;
        }
        boolean isWhole = known.isFree(path) && told.keySet().stream().noneMatch(other -> other.startsWith(path + "."));
        if (value.isObject() && value.size() > 0 && !isWhole) {
            value.fields()
                    .forEach(field -> rest(path.isEmpty() ? field.name() : path + "." + field.name(), field.value()));
        } else if (value.isArray() && value.size() > 0) {
            for (int i = 0; i < value.size(); i++) {
                rest(path + "[" + i + "]", value.at(i));
            }
        } else if (!path.isEmpty()) {
            leaf(path, value);
        }
    }

    private void leaf(String path, Json value) {
        if (known.has(path) && value.isPresent()) {
            exact(path, path);
        } else {
            Optional<String> near = known.nearest(path);
            told.put(
                    path,
                    new Finding(
                            path,
                            Verdict.LEFT,
                            "there is no such setting"
                                    + near.map(key -> "; the nearest is " + key).orElse("")));
        }
    }
}
