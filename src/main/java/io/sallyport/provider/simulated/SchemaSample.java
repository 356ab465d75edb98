package io.sallyport.provider.simulated;

import io.sallyport.json.Json;
import io.sallyport.json.JsonArray;
import io.sallyport.json.JsonObject;
import java.math.RoundingMode;

/// The simplest value that a JSON schema of ordinary make accepts.
final class SchemaSample {
    private static final int DEEPEST = 16;

    private SchemaSample() {}

    /// @param text used wherever the schema wants any text
    static Json of(Json schema, String text) {
        return sample(schema, text, 0);
    }

    private static Json sample(Json schema, String text, int depth) {
        if (schema.get("const").isPresent()) {
            return schema.get("const");
        }
        if (schema.get("enum").isArray()) {
            return schema.get("enum").at(0);
        }
        return switch (type(schema)) {
            case "object" -> object(schema, text, depth);
            case "array" -> array(schema, text, depth);
            case "integer", "number" ->
                Json.parse(Long.toString(schema.get("minimum").isNumber() ? ceiling(schema) : 1));
            case "boolean" -> Json.parse("true");
            case "null" -> Json.NULL;
            default -> Json.of(text);
        };
    }

    private static long ceiling(Json schema) {
        return schema.get("minimum").decimal().setScale(0, RoundingMode.CEILING).longValue();
    }

    private static String type(Json schema) {
        Json type = schema.get("type");
        if (type.isArray()) {
            return type.at(0).textOr("string");
        }
        return type.textOr(schema.get("properties").isObject() ? "object" : "string");
    }

    private static Json object(Json schema, String text, int depth) {
        JsonObject object = Json.object();
        if (depth < DEEPEST && schema.get("properties").isObject()) {
            schema.get("properties")
                    .fields()
                    .forEach(field -> object.put(field.name(), sample(field.value(), text, depth + 1)));
        }
        return object.toJson();
    }

    private static Json array(Json schema, String text, int depth) {
        JsonArray array = Json.array();
        if (depth < DEEPEST && schema.get("items").isObject()) {
            array.add(sample(schema.get("items"), text, depth + 1));
        }
        return array.toJson();
    }
}
