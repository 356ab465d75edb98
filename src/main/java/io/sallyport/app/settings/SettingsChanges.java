package io.sallyport.app.settings;

import io.sallyport.json.yaml.Effective;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// Which keys differ between two readings, and which of them the running gateway takes over.
final class SettingsChanges {
    /// Sections whose changes calls see at once.
    private static final List<String> APPLIED_AT_ONCE = List.of(
            "auth.",
            "authorization.",
            "admin_api.",
            "backends",
            "models",
            "roles",
            "nodes.",
            "prices",
            "policies",
            "backend_profiles",
            "health.",
            "audit.required.",
            "server.tls.",
            "server.metrics_tls.");

    private SettingsChanges() {}

    /// The keys whose values differ, with lists as one key.
    static List<String> between(List<Effective> before, List<Effective> after) {
        Map<String, Object> old = byPath(before);
        Map<String, Object> now = byPath(after);
        Set<String> paths = new LinkedHashSet<>(now.keySet());
        paths.addAll(old.keySet());
        return paths.stream()
                .filter(path -> !Objects.equals(old.get(path), now.get(path)))
                .map(SettingsChanges::key)
                .distinct()
                .toList();
    }

    /// The key a value belongs to, with lists as one key.
    static String key(String path) {
        return path.replaceFirst("\\[.*", "");
    }

    /// Listeners, the database and everything that writes records stay as they were opened.
    static boolean waitsForTheNextStart(String path) {
        return APPLIED_AT_ONCE.stream().noneMatch(path::startsWith);
    }

    private static Map<String, Object> byPath(List<Effective> values) {
        Map<String, Object> byPath = new LinkedHashMap<>();
        values.forEach(value -> byPath.put(value.path(), value.value()));
        return byPath;
    }
}
