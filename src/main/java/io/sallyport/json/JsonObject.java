package io.sallyport.json;

import java.math.BigDecimal;
import tools.jackson.databind.node.ObjectNode;

/// A JSON object in the making; members keep the order in which they are put, the last of a name wins.
///
/// Threads: used by one thread.
public final class JsonObject {
    private final ObjectNode node;

    private JsonObject(ObjectNode node) {
        this.node = node;
    }

    JsonObject() {
        this(Jackson.MAPPER.createObjectNode());
    }

    /// Starts with the members of a JSON object, which itself stays as it is.
    public static JsonObject from(Json json) {
        if (!json.isObject()) {
            throw json.problem("must be an object");
        }
        JsonObject copy = new JsonObject();
        copy.node.setAll((ObjectNode) json.node());
        return copy;
    }

    public JsonObject put(String name, String value) {
        node.put(name, value);
        return this;
    }

    public JsonObject put(String name, long value) {
        node.put(name, value);
        return this;
    }

    public JsonObject put(String name, boolean value) {
        node.put(name, value);
        return this;
    }

    public JsonObject put(String name, BigDecimal value) {
        node.put(name, value);
        return this;
    }

    /// Puts a value; a missing one leaves the object as it is.
    public JsonObject put(String name, Json value) {
        if (!value.isMissing()) {
            node.set(name, value.node());
        }
        return this;
    }

    public JsonObject put(String name, JsonObject value) {
        return put(name, value.toJson());
    }

    public JsonObject put(String name, JsonArray value) {
        return put(name, value.toJson());
    }

    public JsonObject remove(String name) {
        node.remove(name);
        return this;
    }

    /// What was put so far; later changes do not show in it.
    public Json toJson() {
        ObjectNode members = Jackson.MAPPER.createObjectNode();
        members.setAll(node);
        return new Json(members);
    }
}
