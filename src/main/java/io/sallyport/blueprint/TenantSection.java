package io.sallyport.blueprint;

import io.sallyport.json.Json;
import io.sallyport.json.JsonProblem;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Organisations: what they are called, what their keys may use, and whether those are refused. They are never
/// taken away.
final class TenantSection implements Section {
    private static final String HOME = "/admin/api/tenants";
    private static final String ONE = HOME + "/{id}";
    private static final String BUILT_IN = "default";
    private static final String STATUS = "status";
    private static final String SUSPENDED = "suspended";
    private static final List<String> FIELDS = List.of("name", STATUS, "allowed_models");

    @Override
    public String name() {
        return "tenants";
    }

    @Override
    public List<Thing> kept(Desk desk) {
        return desk.all(HOME, Map.of()).stream()
                .map(view -> new Thing(
                        key(view),
                        view.get("id").text(),
                        Wording.fields(view, FIELDS).toJson()))
                .sorted(Comparator.comparing(Thing::key))
                .toList();
    }

    @Override
    public String key(Json element) {
        return Wording.word(element, "name");
    }

    @Override
    public void write(Desk desk, Json element, Optional<Thing> kept) {
        Wording.requireKnown(element, FIELDS);
        String status = element.get(STATUS).textOr("active");
        if (!status.equals(SUSPENDED) && !status.equals("active")) {
            throw new JsonProblem(STATUS, "must be active or suspended");
        }
        String id = kept.map(Thing::id).orElseGet(() -> created(desk, element));
        Json body = Json.object()
                .put("name", element.get("name"))
                .put("allowed_models", element.get("allowed_models"))
                .toJson();
        Map<String, String> names = Map.of("id", id);
        var _ = desk.ask("PUT " + ONE, names, body);
        String before = kept.map(thing -> Wording.word(thing.element(), STATUS)).orElse("active");
        if (!status.equals(before)) {
            var _ = desk.ask("POST " + ONE + (status.equals(SUSPENDED) ? "/suspend" : "/activate"), names);
        }
    }

    private static String created(Desk desk, Json element) {
        Json body = Json.object().put("name", element.get("name")).toJson();
        return desk.ask("POST " + HOME, Map.of(), body).get("id").text();
    }

    @Override
    public void remove(Desk desk, Thing kept) {
        if (!BUILT_IN.equals(Wording.word(kept.element(), "name"))) {
            desk.notice("tenants: " + kept.key() + ": stays, because tenants are never taken away");
        }
    }
}
