package io.sallyport.json.yaml;

import io.sallyport.json.Json;
import io.sallyport.json.JsonArray;
import io.sallyport.json.JsonObject;
import io.sallyport.json.yaml.Declared.Group;
import io.sallyport.json.yaml.Declared.Need;
import io.sallyport.json.yaml.Declared.Shape;
import io.sallyport.json.yaml.Declared.Value;

/// Declared keys as JSON Schema, so that an editor can complete and check a file.
///
/// Source: JSON Schema draft 2020-12.
public final class SchemaText {
    private static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";

    private SchemaText() {}

    /// @param title one line that says what the file is
    public static Json of(Group root, String title) {
        Json placeholder = Json.object()
                .put("description", "A value from the environment: ${NAME} or ${NAME:-default}.")
                .put("type", "string")
                .put("pattern", "\\$\\{[A-Za-z_][A-Za-z0-9_]*(:-[^}]*)?\\}")
                .toJson();
        return members(root, Json.object().put("$schema", DIALECT).put("title", title))
                .put("$defs", Json.object().put("placeholder", placeholder))
                .toJson();
    }

    private static JsonObject members(Group group, JsonObject schema) {
        JsonObject properties = Json.object();
        JsonArray required = Json.array();
        for (Declared declared : group.inOrder()) {
            properties.put(declared.name(), schema(declared));
            if (declared instanceof Value value && value.need() == Need.REQUIRED) {
                required.add(declared.name());
            }
        }
        return schema.put("type", "object")
                .put("additionalProperties", false)
                .put("properties", properties)
                .put("required", required);
    }

    private static Json schema(Declared declared) {
        return switch (declared) {
            case Group group
            when group.shape() == Shape.LIST ->
                described(group)
                        .put("type", Json.array().add("array").add("null"))
                        .put("items", members(group, Json.object()))
                        .toJson();
            case Group group -> members(group, described(group)).toJson();
            case Value value -> schema(value);
        };
    }

    private static Json schema(Value value) {
        JsonObject schema = described(value);
        Json one = Json.object()
                .put("anyOf", Json.array().add(value.schema()).add(Json.object().put("$ref", "#/$defs/placeholder")))
                .toJson();
        return switch (value.shape()) {
            case LIST ->
                schema.put("type", Json.array().add("array").add("null"))
                        .put("items", one)
                        .toJson();
            case ONE_OR_MORE ->
                schema.put(
                                "anyOf",
                                Json.array()
                                        .add(one)
                                        .add(Json.object()
                                                .put(
                                                        "type",
                                                        Json.array()
                                                                .add("array")
                                                                .add("null"))
                                                .put("items", one)))
                        .toJson();
            case BY_NAME ->
                schema.put("type", Json.array().add("object").add("null"))
                        .put("additionalProperties", one)
                        .toJson();
            case ONE -> schema.put("anyOf", one.get("anyOf")).toJson();
        };
    }

    private static Json fallback(Value value) {
        boolean text = value.schema().get("type").isMissing()
                || !value.schema().get("type").isText()
                || value.schema().get("type").text().equals("string");
        return text ? Json.of(value.fallback()) : Json.parse(value.fallback());
    }

    private static JsonObject described(Declared declared) {
        JsonObject schema = Json.object().put("description", declared.doc());
        if (declared instanceof Value value
                && value.shape() == Shape.ONE
                && !value.fallback().isEmpty()) {
            schema.put("default", fallback(value));
        }
        return schema;
    }
}
