package io.sallyport.blueprint;

import io.sallyport.json.Json;
import io.sallyport.json.JsonObject;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A section of things that have one list, and one route each to be made, changed and removed.
///
/// @param wording how routes and blueprints say the same
record ListedSection(String name, Paths paths, Wording wording) implements Section {
    private static final String ID = "id";

    /// The routes of one kind of things.
    ///
    /// @param list path of the list, which shows every field
    /// @param create method and path
    /// @param change method and path
    /// @param remove method and path
    /// @param parameters of those paths: `id`, or fields of the element
    /// @param fixed fields that a route that changes does not take
    record Paths(
            String list, String create, String change, String remove, List<String> parameters, List<String> fixed) {

        /// The routes of things that are made by `POST` at their list, and have an id.
        static Paths of(String list, String changing, String... fixed) {
            String one = " " + list + "/{id}";
            return new Paths(list, "POST " + list, changing + one, "DELETE" + one, List.of(ID), List.of(fixed));
        }
    }

    @Override
    public List<Thing> kept(Desk desk) {
        return desk.all(paths.list(), Map.of()).stream()
                .filter(wording::isKept)
                .map(view -> thing(Wording.word(view, ID), wording.shown(desk, view)))
                .sorted(Comparator.comparing(Thing::key))
                .toList();
    }

    private Thing thing(String id, Json element) {
        return new Thing(key(element), id, element);
    }

    @Override
    public String key(Json element) {
        return wording.key(element);
    }

    @Override
    public void write(Desk desk, Json element, Optional<Thing> kept) {
        if (kept.isEmpty() && wording.lacksSecrets(element)) {
            desk.notice(name + ": " + key(element) + ": there is no secret to keep; left out until it is given one");
            return;
        }
        String route = kept.isPresent() ? paths.change() : paths.create();
        JsonObject body = JsonObject.from(wording.said(desk, element));
        if (!route.startsWith("POST ")) {
            paths.fixed().forEach(body::remove);
        }
        Map<String, String> names = names(kept.map(Thing::id).orElse(""), element);
        Json answer = desk.ask(route, names, body.toJson());
        if (answer.get("notice").isText()) {
            desk.notice(name + ": " + key(element) + ": " + answer.get("notice").text());
        }
    }

    @Override
    public boolean givesOtherSecrets(Json element) {
        return wording.givesOtherSecrets(element);
    }

    @Override
    public void remove(Desk desk, Thing kept) {
        var _ = desk.ask(paths.remove(), names(kept.id(), kept.element()));
    }

    @Override
    public Map<String, String> owned(Desk desk) {
        Map<String, String> owned = new LinkedHashMap<>();
        desk.all(paths.list(), Map.of()).stream()
                .filter(view -> view.get("read_only").boolOr(false))
                .forEach(view -> owned.put(key(wording.shown(desk, view)), Wording.word(view, "place")));
        return owned;
    }

    private Map<String, String> names(String id, Json element) {
        Map<String, String> names = new LinkedHashMap<>();
        paths.parameters().forEach(name -> names.put(name, name.equals(ID) ? id : Wording.word(element, name)));
        return names;
    }
}
