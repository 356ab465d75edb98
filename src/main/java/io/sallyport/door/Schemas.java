package io.sallyport.door;

import io.sallyport.json.Json;
import io.sallyport.json.JsonArray;
import io.sallyport.json.JsonObject;
import io.sallyport.lang.Cost;
import io.sallyport.lang.Money;
import io.sallyport.lang.Secret;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/// JSON Schemas of records, as [io.sallyport.json.JsonCodec] writes and reads them.
///
/// Threads: used by one thread.
final class Schemas {
    private static final Map<Class<?>, Json> PLAIN = Map.ofEntries(
            Map.entry(String.class, type("string")),
            Map.entry(boolean.class, type("boolean")),
            Map.entry(Boolean.class, type("boolean")),
            Map.entry(int.class, type("integer")),
            Map.entry(Integer.class, type("integer")),
            Map.entry(long.class, type("integer")),
            Map.entry(Long.class, type("integer")),
            Map.entry(BigDecimal.class, type("number")),
            Map.entry(Instant.class, text("date-time")),
            Map.entry(URI.class, text("uri")),
            Map.entry(UUID.class, text("uuid")),
            Map.entry(Money.class, text("decimal")),
            Map.entry(Cost.class, nullable(text("decimal"))),
            Map.entry(Secret.class, text("password")),
            Map.entry(Json.class, Json.object().toJson()));

    private final Map<String, Json> named = new TreeMap<>();

    /// A reference to the schema of a record, which from now on is one of [#all()].
    Json reference(Class<?> type) {
        if (!named.containsKey(name(type))) {
            named.put(name(type), Json.NULL);
            named.put(name(type), object(type));
        }
        return Json.object().put("$ref", "#/components/schemas/" + name(type)).toJson();
    }

    /// Every schema that was referred to, by name.
    Json all() {
        JsonObject all = Json.object();
        named.forEach(all::put);
        return all.toJson();
    }

    private Json object(Class<?> type) {
        JsonObject properties = Json.object();
        JsonArray required = Json.array();
        for (RecordComponent component : type.getRecordComponents()) {
            properties.put(snakeCase(component.getName()), schema(component.getGenericType()));
            if (component.getType() != Optional.class) {
                required.add(snakeCase(component.getName()));
            }
        }
        return Json.object()
                .put("type", "object")
                .put("properties", properties)
                .put("required", required)
                .put("additionalProperties", false)
                .toJson();
    }

    private Json schema(Type type) {
        if (type instanceof ParameterizedType container) {
            return container(container);
        }
        Class<?> plain = (Class<?>) type;
        Json known = PLAIN.get(plain);
        if (known != null) {
            return known;
        }
        if (plain.isEnum()) {
            JsonArray words = Json.array();
            Arrays.stream(plain.getEnumConstants())
                    .forEach(constant -> words.add(((Enum<?>) constant).name().toLowerCase(Locale.ROOT)));
            return Json.object().put("type", "string").put("enum", words).toJson();
        }
        RecordComponent[] components = plain.getRecordComponents();
        boolean isBare = components.length == 1 && components[0].getName().equals("value");
        return isBare ? schema(components[0].getGenericType()) : reference(plain);
    }

    private Json container(ParameterizedType type) {
        Type[] inner = type.getActualTypeArguments();
        if (type.getRawType() == Optional.class) {
            return nullable(schema(inner[0]));
        }
        if (type.getRawType() == List.class) {
            return Json.object()
                    .put("type", "array")
                    .put("items", schema(inner[0]))
                    .toJson();
        }
        return Json.object()
                .put("type", "object")
                .put("additionalProperties", schema(inner[1]))
                .toJson();
    }

    private static Json nullable(Json schema) {
        return Json.object()
                .put("anyOf", Json.array().add(schema).add(type("null")))
                .toJson();
    }

    private static Json type(String name) {
        return Json.object().put("type", name).toJson();
    }

    private static Json text(String format) {
        return Json.object().put("type", "string").put("format", format).toJson();
    }

    private static String name(Class<?> type) {
        return type.getSimpleName();
    }

    private static String snakeCase(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
    }
}
