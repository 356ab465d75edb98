package io.sallyport.cache;

import io.sallyport.json.Json;
import io.sallyport.json.JsonArray;
import io.sallyport.json.JsonObject;
import java.util.List;
import java.util.Optional;

/// What a person said last in a conversation, and all the rest of it.
///
/// @param text one text, and nothing beside it
/// @param rest the body without it
record LastWords(String text, Json rest) {

    /// Empty for what is no conversation, and where the last turn is more than one text of a person.
    static Optional<LastWords> of(Json body) {
        return in(body, "messages", "content").or(() -> in(body, "contents", "parts"));
    }

    private static Optional<LastWords> in(Json body, String turns, String content) {
        List<Json> all = body.get(turns).isArray() ? body.get(turns).elements() : List.of();
        if (all.isEmpty()) {
            return Optional.empty();
        }
        Json last = all.getLast();
        if (!last.get("role").textOr("user").equals("user")) {
            return Optional.empty();
        }
        return text(last.get(content)).map(text -> {
            JsonArray others = Json.array();
            all.subList(0, all.size() - 1).forEach(others::add);
            others.add(JsonObject.from(last).remove(content));
            return new LastWords(text, JsonObject.from(body).put(turns, others).toJson());
        });
    }

    private static Optional<String> text(Json content) {
        if (content.isText()) {
            return said(content);
        }
        boolean isOneText = content.size() == 1
                && content.isArray()
                && content.at(0).get("type").textOr("text").equals("text")
                && content.at(0).get("text").isText()
                && content.at(0).get("cache_control").isMissing();
        return isOneText ? said(content.at(0).get("text")) : Optional.empty();
    }

    private static Optional<String> said(Json text) {
        return Optional.of(text.text()).filter(words -> !words.isBlank());
    }
}
