package io.sallyport.dialect.openai;

import io.sallyport.json.Json;
import io.sallyport.json.JsonObject;
import io.sallyport.lang.Bytes;

/// Numbered events of a streamed response on their way out.
///
/// Threads: one owner.
final class EventLines {
    private final StringBuilder ready = new StringBuilder(256);
    private long next;

    static JsonObject named(String type) {
        return Json.object().put("type", type);
    }

    void add(JsonObject event) {
        Json json = event.put("sequence_number", next++).toJson();
        ready.append("event: ")
                .append(json.get("type").text())
                .append("\ndata: ")
                .append(json)
                .append("\n\n");
    }

    /// A piece of something; by hand instead of through a tree, because there are many and each is small.
    ///
    /// @param place the members that say where it belongs, as JSON text with a comma before each
    void delta(String type, String place, String piece) {
        ready.append("event: ")
                .append(type)
                .append("\ndata: {\"type\":\"")
                .append(type)
                .append('"')
                .append(place)
                .append(",\"delta\":");
        Json.quote(piece, ready);
        ready.append(",\"sequence_number\":").append(next++).append("}\n\n");
    }

    /// What was added since it was last asked for.
    Bytes taken() {
        Bytes taken = Bytes.of(ready.toString());
        ready.setLength(0);
        return taken;
    }
}
