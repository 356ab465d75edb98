package io.sallyport.json;

import io.sallyport.lang.Cost;
import io.sallyport.lang.Money;
import io.sallyport.lang.Secret;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Records to JSON and back.
///
/// Names are snake_case. Instants are ISO 8601 in UTC, [Money] is a decimal text of dollars, an unknown [Cost] is null,
/// enums are lower-case words, an empty Optional is null (or left out, when reading), and a record whose only
/// component is called `value` is that component. A [Secret] can be read but never written.
/// Errors: JsonProblem with the path, for a member that is missing, unknown or of the wrong kind, and for what the
/// constructor of the record refuses; IllegalArgumentException for a type without a JSON form.
public final class JsonCodec {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private JsonCodec() {}

    /// The JSON form of a record, or of a list, map or value made of such.
    public static Json write(Object value) {
        return new Json(node(value));
    }

    /// Reads a record; every component that is not Optional must be there, and nothing else may be.
    public static <T> T read(Json json, Class<T> type) {
        return type.cast(JsonReading.read(json, type));
    }

    private static JsonNode node(@Nullable Object value) {
        return switch (value) {
            case null -> NODES.nullNode();
            case Optional<?> optional -> node(optional.orElse(null));
            case Json json -> json.isMissing() ? NODES.nullNode() : json.node();
            case Secret secret -> throw new IllegalArgumentException("a secret is never written, not even " + secret);
            case Cost cost -> node(cost.known());
            case Record record -> fromRecord(record);
            case Iterable<?> list -> fromList(list);
            case Map<?, ?> map -> fromMap(map);
            default -> scalar(value);
        };
    }

    private static JsonNode scalar(Object value) {
        return switch (value) {
            case String text -> NODES.stringNode(text);
            case Boolean flag -> NODES.booleanNode(flag);
            case Integer number -> NODES.numberNode(number);
            case Long number -> NODES.numberNode(number);
            case BigInteger number -> NODES.numberNode(number);
            case BigDecimal number -> NODES.numberNode(number);
            case Enum<?> word -> NODES.stringNode(word.name().toLowerCase(Locale.ROOT));
            case Instant instant -> NODES.stringNode(instant.toString());
            case UUID uuid -> NODES.stringNode(uuid.toString());
            default -> throw new IllegalArgumentException(value.getClass().getName() + " has no JSON form");
        };
    }

    private static JsonNode fromRecord(Record record) {
        if (record instanceof Money money) {
            return NODES.stringNode(money.toString());
        }
        RecordShape shape = RecordShape.of(record.getClass());
        if (shape.isBare()) {
            return node(shape.members().getFirst().valueIn(record));
        }
        var object = NODES.objectNode();
        for (RecordShape.Member member : shape.members()) {
            object.set(member.name(), node(member.valueIn(record)));
        }
        return object;
    }

    private static JsonNode fromList(Iterable<?> list) {
        var array = NODES.arrayNode();
        list.forEach(element -> array.add(node(element)));
        return array;
    }

    private static JsonNode fromMap(Map<?, ?> map) {
        var object = NODES.objectNode();
        map.forEach((name, value) -> object.set(node(name).stringValue(), node(value)));
        return object;
    }
}
