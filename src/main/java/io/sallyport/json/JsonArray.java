package io.sallyport.json;

import java.math.BigDecimal;
import tools.jackson.databind.node.ArrayNode;

/// A JSON array in the making.
///
/// Threads: used by one thread.
public final class JsonArray {
    private final ArrayNode node = Jackson.MAPPER.createArrayNode();

    JsonArray() {}

    public JsonArray add(String value) {
        node.add(value);
        return this;
    }

    public JsonArray add(long value) {
        node.add(value);
        return this;
    }

    public JsonArray add(BigDecimal value) {
        node.add(value);
        return this;
    }

    /// Adds a value; a missing one leaves the array as it is.
    public JsonArray add(Json value) {
        if (!value.isMissing()) {
            node.add(value.node());
        }
        return this;
    }

    public JsonArray add(JsonObject value) {
        return add(value.toJson());
    }

    /// What was added so far; later changes do not show in it.
    public Json toJson() {
        return new Json(Jackson.MAPPER.createArrayNode().addAll(node));
    }
}
