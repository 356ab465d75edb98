package io.sallyport.blueprint;

import io.sallyport.json.Json;
import io.sallyport.json.JsonObject;
import io.sallyport.json.JsonProblem;
import io.sallyport.json.yaml.Nearest;
import java.util.List;

/// How what routes show becomes an element of a blueprint, and how an element becomes what routes take.
interface Wording {
    /// Whether what a list shows is kept in the database by operators.
    boolean isKept(Json view);

    /// The element for what a list shows.
    Json shown(Desk desk, Json view);

    /// What the routes take for an element.
    Json said(Desk desk, Json element);

    /// What tells an element from the others; empty where that is missing.
    String key(Json element);

    /// Whether an element gives a thing that is kept other secrets than the stored ones, which no list shows.
    default boolean givesOtherSecrets(Json element) {
        return false;
    }

    /// Whether a thing that is not kept yet cannot be made for want of its secrets.
    default boolean lacksSecrets(Json element) {
        return false;
    }

    /// Some fields of an object, in this order; those without a value are left out.
    static JsonObject fields(Json of, List<String> names) {
        JsonObject some = Json.object();
        names.stream().filter(name -> of.get(name).isPresent()).forEach(name -> some.put(name, of.get(name)));
        return some;
    }

    /// An object without what is usual.
    static Json unusual(Json of, Json usual) {
        JsonObject unusual = Json.object();
        of.fields().stream()
                .filter(field -> field.value().isPresent() && !field.value().equals(usual.get(field.name())))
                .forEach(field -> unusual.put(field.name(), field.value()));
        return unusual.toJson();
    }

    /// Errors: BodyProblems for every field that is none of these.
    static void requireKnown(Json element, List<String> known) {
        List<JsonProblem> unknown = element.fields().stream()
                .filter(field -> !known.contains(field.name()))
                .map(field -> new JsonProblem(field.name(), "is not a known field" + Nearest.hint(field.name(), known)))
                .toList();
        if (!unknown.isEmpty()) {
            throw new BodyProblems(unknown);
        }
    }

    /// The text of a field, whatever an operator wrote there; empty when there is none.
    static String word(Json element, String field) {
        Json value = element.get(field);
        return value.isText() ? value.text() : "";
    }
}
