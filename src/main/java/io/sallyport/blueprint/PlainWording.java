package io.sallyport.blueprint;

import io.sallyport.json.Json;
import io.sallyport.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Elements that are what the routes take, field by field.
///
/// @param keys fields that together tell one thing from another
/// @param fields all of them, in the order of a blueprint
/// @param usual members of some fields that may be left out, by field
record PlainWording(List<String> keys, List<String> fields, Map<String, Json> usual) implements Wording {

    @Override
    public boolean isKept(Json view) {
        return Wording.word(view, "source").equals("admin");
    }

    @Override
    public Json shown(Desk desk, Json view) {
        JsonObject element = Wording.fields(view, fields);
        usual.forEach((field, members) -> {
            if (view.get(field).isObject()) {
                element.put(field, Wording.unusual(view.get(field), members));
            }
        });
        return element.toJson();
    }

    @Override
    public Json said(Desk desk, Json element) {
        return element;
    }

    @Override
    public String key(Json element) {
        return keys.stream()
                .map(field -> Wording.word(element, field))
                .filter(word -> !word.isEmpty())
                .collect(Collectors.joining(" / "));
    }
}
