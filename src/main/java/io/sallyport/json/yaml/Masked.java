package io.sallyport.json.yaml;

import io.sallyport.json.Json;
import io.sallyport.json.JsonArray;
import io.sallyport.json.JsonObject;
import java.util.List;
import java.util.Locale;

/// A tree as an operator may see it: stars where a member's name says that it is a secret.
public final class Masked {
    private static final List<String> SECRETS = List.of("key", "keys", "secret", "secrets", "token", "password");
    private static final String STARS = "****";

    private Masked() {}

    public static Json of(Json tree) {
        if (tree.isArray()) {
            JsonArray masked = Json.array();
            tree.elements().forEach(element -> masked.add(of(element)));
            return masked.toJson();
        }
        if (!tree.isObject()) {
            return tree;
        }
        JsonObject masked = Json.object();
        for (Json.Field field : tree.fields()) {
            masked.put(field.name(), isSecret(field.name()) ? Json.of(STARS) : of(field.value()));
        }
        return masked.toJson();
    }

    /// The tree with the secrets of another one where it has stars: what somebody sent back as it was shown.
    ///
    /// @param known the tree that was shown
    public static Json revealed(Json tree, Json known) {
        if (!tree.isObject()) {
            return tree;
        }
        JsonObject revealed = Json.object();
        for (Json.Field field : tree.fields()) {
            Json before = known.get(field.name());
            boolean isKept = isStars(field) && before.isPresent();
            revealed.put(field.name(), isKept ? before : revealed(field.value(), before));
        }
        return revealed.toJson();
    }

    /// Whether stars stand for a secret somewhere.
    public static boolean hasStars(Json tree) {
        return tree.isArray()
                ? tree.elements().stream().anyMatch(Masked::hasStars)
                : tree.isObject()
                        && tree.fields().stream().anyMatch(field -> isStars(field) || hasStars(field.value()));
    }

    private static boolean isStars(Json.Field field) {
        return isSecret(field.name())
                && field.value().isText()
                && field.value().text().equals(STARS);
    }

    private static boolean isSecret(String name) {
        String last = name.substring(name.lastIndexOf('_') + 1).toLowerCase(Locale.ROOT);
        return SECRETS.contains(last);
    }
}
