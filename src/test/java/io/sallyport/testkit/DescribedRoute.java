package io.sallyport.testkit;

import io.sallyport.identity.Permission;
import io.sallyport.json.Json;
import io.sallyport.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// One route in JSON of a running gateway, as its own document describes it; so a new route is tested by itself.
///
/// @param takes a body that fits the route's description; empty when it reads none
public record DescribedRoute(String method, String path, Permission permission, Optional<Json> takes) {
    private static final Set<String> HARMLESS = Set.of("GET", "HEAD", "OPTIONS");

    public boolean isAboutATenant() {
        return permission.role().isPresent();
    }

    public boolean changesSomething() {
        return !HARMLESS.contains(method);
    }

    /// Its path, where everything that it names is missing except the tenant.
    public String path(String tenant) {
        return path.replace("{tenant}", tenant).replaceAll("\\{\\w+}", "missing");
    }

    /// Every route with a permission.
    public static List<DescribedRoute> of(GatewayHarness gateway) {
        Json document;
        try (Passerby anybody = new Passerby(gateway.url())) {
            document = Json.parse(anybody.get("/openapi.json").body());
        }
        Json schemas = document.path("components.schemas");
        List<DescribedRoute> routes = new ArrayList<>();
        for (Json.Field path : document.get("paths").fields()) {
            for (Json.Field operation : path.value().fields()) {
                if (operation.value().get("x-permission").isText()) {
                    routes.add(described(path.name(), operation, schemas));
                }
            }
        }
        return routes;
    }

    private static DescribedRoute described(String path, Json.Field operation, Json schemas) {
        String permission = operation.value().get("x-permission").text();
        Json schema = operation
                .value()
                .get("requestBody")
                .get("content")
                .get("application/json")
                .get("schema");
        return new DescribedRoute(
                operation.name().toUpperCase(Locale.ROOT),
                path,
                Permission.valueOf(permission.toUpperCase(Locale.ROOT)),
                schema.isPresent() ? Optional.of(example(schema, schemas)) : Optional.empty());
    }

    /// The least that fits a schema.
    private static Json example(Json schema, Json schemas) {
        if (schema.get("$ref").isText()) {
            String name = schema.get("$ref").text().replaceAll(".*/", "");
            return example(schemas.get(name), schemas);
        }
        if (schema.get("enum").isArray()) {
            return schema.get("enum").elements().getFirst();
        }
        return switch (schema.get("type").textOr("object")) {
            case "string" -> text(schema.get("format").textOr(""));
            case "boolean" -> Json.parse("false");
            case "integer", "number" -> Json.parse("1");
            case "array" -> Json.array().toJson();
            default -> object(schema, schemas);
        };
    }

    private static Json object(Json schema, Json schemas) {
        JsonObject example = Json.object();
        Json required = schema.get("required");
        for (Json name : required.isArray() ? required.elements() : List.<Json>of()) {
            example.put(name.text(), example(schema.get("properties").get(name.text()), schemas));
        }
        return example.toJson();
    }

    private static Json text(String format) {
        return Json.of(
                switch (format) {
                    case "date-time" -> "2030-01-01T00:00:00Z";
                    case "uri" -> "https://example.org";
                    case "uuid" -> "00000000-0000-0000-0000-000000000000";
                    case "decimal" -> "1";
                    default -> "example";
                });
    }
}
