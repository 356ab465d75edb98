package io.sallyport.json.yaml;

import io.sallyport.json.Json;
import io.sallyport.json.JsonArray;
import io.sallyport.json.JsonObject;
import java.util.List;
import java.util.Locale;

/// A tree as an operator may see it: stars where a member's name says that it is a secret.
final class Masked {
    private static final List<String> SECRETS = List.of("key", "keys", "secret", "secrets", "token", "password");
    private static final String STARS = "****";

    private Masked() {}

    static Json of(Json tree) {
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

    private static boolean isSecret(String name) {
        String last = name.substring(name.lastIndexOf('_') + 1).toLowerCase(Locale.ROOT);
        return SECRETS.contains(last);
    }
}
