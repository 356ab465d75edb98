package io.sallyport.json;

import io.sallyport.lang.Cost;
import io.sallyport.lang.Money;
import io.sallyport.lang.Secret;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// From a JSON tree to the Java type a record component declares.
final class JsonReading {

    /// Values that are read without looking at their parts.
    private static final Map<Class<?>, Function<Json, Object>> SCALARS = Map.ofEntries(
            Map.entry(String.class, Json::text),
            Map.entry(boolean.class, Json::bool),
            Map.entry(Boolean.class, Json::bool),
            Map.entry(int.class, JsonReading::integer),
            Map.entry(Integer.class, JsonReading::integer),
            Map.entry(long.class, Json::asLong),
            Map.entry(Long.class, Json::asLong),
            Map.entry(BigDecimal.class, Json::decimal),
            Map.entry(Instant.class, JsonReading::instant),
            Map.entry(UUID.class, JsonReading::uuid),
            Map.entry(Money.class, JsonReading::money),
            Map.entry(Secret.class, json -> Secret.of(json.text())),
            Map.entry(Json.class, json -> json));

    private JsonReading() {}

    static Object read(Json json, Type type) {
        if (type instanceof ParameterizedType generic) {
            return container(json, generic);
        }
        Class<?> plain = (Class<?>) type;
        if (plain == Cost.class) {
            return json.isPresent() ? Cost.of(money(json)) : Cost.unknown();
        }
        if (json.isMissing()) {
            throw json.problem("is missing");
        }
        Function<Json, Object> scalar = SCALARS.get(plain);
        if (scalar != null) {
            return scalar.apply(json);
        }
        if (plain.isEnum()) {
            return word(json, plain);
        }
        if (plain.isRecord()) {
            return record(json, RecordShape.of(plain));
        }
        throw new IllegalArgumentException(plain.getName() + " has no JSON form");
    }

    private static Object container(Json json, ParameterizedType type) {
        Type[] inner = type.getActualTypeArguments();
        if (type.getRawType() == Optional.class) {
            return json.isPresent() ? Optional.of(read(json, inner[0])) : Optional.empty();
        }
        if (type.getRawType() == List.class) {
            return json.elements().stream()
                    .map(element -> read(element, inner[0]))
                    .toList();
        }
        if (type.getRawType() == Map.class && inner[0] == String.class) {
            Map<String, Object> map = new LinkedHashMap<>();
            json.fields().forEach(field -> map.put(field.name(), read(field.value(), inner[1])));
            return map;
        }
        throw new IllegalArgumentException(type + " has no JSON form");
    }

    private static Object record(Json json, RecordShape shape) {
        @Nullable Object[] values = new @Nullable Object[shape.members().size()];
        if (shape.isBare()) {
            values[0] = read(json, shape.members().getFirst().type());
        } else {
            refuseUnknown(json, shape);
            for (int i = 0; i < values.length; i++) {
                RecordShape.Member member = shape.members().get(i);
                values[i] = read(json.get(member.name()), member.type());
            }
        }
        try {
            return shape.create(values);
        } catch (IllegalArgumentException refused) {
            throw json.problem(String.valueOf(refused.getMessage()));
        }
    }

    private static void refuseUnknown(Json json, RecordShape shape) {
        for (Json.Field field : json.fields()) {
            if (!shape.names().contains(field.name())) {
                throw field.value().problem("is not a known field");
            }
        }
    }

    private static Object word(Json json, Class<?> type) {
        String word = json.text();
        Object[] constants = type.getEnumConstants();
        return Arrays.stream(constants)
                .filter(constant -> spelled(constant).equals(word))
                .findFirst()
                .orElseThrow(() -> json.problem("must be one of "
                        + Arrays.stream(constants).map(JsonReading::spelled).collect(Collectors.joining(", "))));
    }

    private static String spelled(Object constant) {
        return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT);
    }

    private static Object integer(Json json) {
        long value = json.asLong();
        if (value != (int) value) {
            throw json.problem("must be a whole number of 32 bits");
        }
        return (int) value;
    }

    private static Object instant(Json json) {
        try {
            return Instant.parse(json.text());
        } catch (DateTimeException e) {
            throw json.problem("must be a time such as 2026-11-21T10:00:00Z");
        }
    }

    private static Object uuid(Json json) {
        try {
            return UUID.fromString(json.text());
        } catch (IllegalArgumentException e) {
            throw json.problem("must be a UUID");
        }
    }

    /// A decimal text, because a JSON number passes through binary fractions in most clients.
    private static Money money(Json json) {
        String text = json.text();
        if (text.length() > 40 || !text.matches("-?\\d+(\\.\\d{1,12})?")) {
            throw json.problem("must be an amount of dollars such as \"0.15\"");
        }
        return Money.ofDollars(new BigDecimal(text));
    }
}
