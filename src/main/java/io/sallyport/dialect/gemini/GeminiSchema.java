package io.sallyport.dialect.gemini;

import io.sallyport.dialect.Losses;
import io.sallyport.json.Json;
import io.sallyport.json.JsonArray;
import io.sallyport.json.JsonObject;
import java.util.Locale;
import java.util.Set;

/// JSON schemas in the part of the language that Gemini knows, and back.
///
/// Source: Gemini API reference, Schema and `responseJsonSchema`.
final class GeminiSchema {
    private static final Set<String> KNOWN = Set.of(
            "$id",
            "$defs",
            "$ref",
            "$anchor",
            "type",
            "format",
            "title",
            "description",
            "enum",
            "required",
            "minItems",
            "maxItems",
            "minimum",
            "maximum",
            "propertyOrdering",
            "nullable",
            "additionalProperties");

    /// Words whose value is a schema, and those whose values are.
    private static final Set<String> SCHEMA = Set.of("items", "additionalProperties");

    private static final Set<String> SCHEMAS = Set.of("properties", "$defs");
    private static final Set<String> CHOICES = Set.of("anyOf", "oneOf", "prefixItems");

    /// Words for readers and editors; without them a schema allows the very same.
    private static final Set<String> REMARKS =
            Set.of("$schema", "$comment", "default", "examples", "deprecated", "readOnly", "writeOnly");

    private GeminiSchema() {}

    /// A schema without the words that Gemini does not know.
    static Json written(Json schema, Losses losses) {
        if (!schema.isObject()) {
            return schema;
        }
        JsonObject kept = Json.object();
        for (Json.Field field : schema.fields()) {
            String word = field.name();
            Json value = field.value();
            if (SCHEMAS.contains(word) && value.isObject()) {
                JsonObject all = Json.object();
                value.fields().forEach(one -> all.put(one.name(), written(one.value(), losses)));
                kept.put(word, all);
            } else if (CHOICES.contains(word) && value.isArray()) {
                JsonArray all = Json.array();
                value.elements().forEach(one -> all.add(written(one, losses)));
                kept.put(word, all);
            } else if (SCHEMA.contains(word)) {
                kept.put(word, written(value, losses));
            } else if (word.equals("const")) {
                kept.put("enum", Json.array().add(value));
            } else if (KNOWN.contains(word)) {
                kept.put(word, value);
            } else if (!REMARKS.contains(word)) {
                losses.dropped("schema." + word);
            }
        }
        return kept.toJson();
    }

    /// A schema of Gemini's own kind, which spells types in capitals, as an ordinary one.
    static Json read(Json schema) {
        if (!schema.isObject()) {
            return schema;
        }
        JsonObject plain = Json.object();
        for (Json.Field field : schema.fields()) {
            String word = field.name();
            Json value = field.value();
            switch (word) {
                case "type" ->
                    plain.put(word, type(value, schema.get("nullable").boolOr(false)));
                case "items" -> plain.put(word, read(value));
                case "properties" -> {
                    JsonObject all = Json.object();
                    value.fields().forEach(one -> all.put(one.name(), read(one.value())));
                    plain.put(word, all);
                }
                case "anyOf", "any_of" -> {
                    JsonArray all = Json.array();
                    value.elements().forEach(one -> all.add(read(one)));
                    plain.put("anyOf", all);
                }
                case "nullable", "propertyOrdering", "property_ordering", "example" -> {
                    // Said by the type, or only an order of writing.
                }
                default -> plain.put(word, value);
            }
        }
        return plain.toJson();
    }

    private static Json type(Json value, boolean nullable) {
        if (!value.isText()) {
            return value;
        }
        String type = value.text().toLowerCase(Locale.ROOT);
        return nullable ? Json.array().add(type).add("null").toJson() : Json.of(type);
    }
}
