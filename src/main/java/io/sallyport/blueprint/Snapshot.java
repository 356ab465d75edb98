package io.sallyport.blueprint;

import io.sallyport.crypto.TextDigest;
import io.sallyport.json.Json;
import io.sallyport.json.JsonArray;
import io.sallyport.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Everything operators keep at one moment, by section.
record Snapshot(Map<String, List<Thing>> things) {

    static Snapshot taken(Desk desk, List<Section> sections) {
        Map<String, List<Thing>> things = new LinkedHashMap<>();
        sections.forEach(section -> things.put(section.name(), section.kept(desk)));
        return new Snapshot(things);
    }

    /// As a blueprint.
    Json toJson() {
        JsonObject json = Json.object();
        things.keySet().forEach(section -> json.put(section, section(section)));
        return json.toJson();
    }

    List<Thing> of(String section) {
        return things.getOrDefault(section, List.of());
    }

    Json section(String name) {
        JsonArray elements = Json.array();
        of(name).forEach(thing -> elements.add(thing.element()));
        return elements.toJson();
    }

    /// Twelve signs that are the same for the same blueprint.
    String digest() {
        return TextDigest.of(List.of(toJson().toString())).brief();
    }
}
