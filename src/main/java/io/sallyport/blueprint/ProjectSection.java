package io.sallyport.blueprint;

import io.sallyport.json.Json;
import io.sallyport.json.JsonObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The projects of organisations, and what their keys may use. They are never taken away.
final class ProjectSection implements Section {
    private static final String TENANTS = "/admin/api/tenants";
    private static final String HOME = TENANTS + "/{id}/projects";
    private static final String BUILT_IN = "default";
    private static final String TENANT = "tenant";
    private static final String MODELS = "allowed_models";

    @Override
    public String name() {
        return "projects";
    }

    @Override
    public List<Thing> kept(Desk desk) {
        List<Thing> projects = new ArrayList<>();
        for (Json tenant : desk.all(TENANTS, Map.of())) {
            for (Json view : desk.all(HOME, Map.of("id", tenant.get("id").text()))) {
                JsonObject element = Json.object().put(TENANT, tenant.get("name"));
                Wording.fields(view, List.of("name", MODELS))
                        .toJson()
                        .fields()
                        .forEach(field -> element.put(field.name(), field.value()));
                projects.add(new Thing(key(element.toJson()), view.get("id").text(), element.toJson()));
            }
        }
        projects.sort(Comparator.comparing(Thing::key));
        return projects;
    }

    @Override
    public String key(Json element) {
        return Wording.word(element, TENANT) + " / " + Wording.word(element, "name");
    }

    @Override
    public void write(Desk desk, Json element, Optional<Thing> kept) {
        Wording.requireKnown(element, List.of(TENANT, "name", MODELS));
        String tenant = Names.ofTenants(desk).id(element.get(TENANT).text(), TENANT);
        String id = kept.map(Thing::id).orElseGet(() -> created(desk, tenant, element));
        Json body = Json.object().put(MODELS, element.get(MODELS)).toJson();
        var _ = desk.ask("PUT " + HOME + "/{project}", Map.of("id", tenant, "project", id), body);
    }

    private static String created(Desk desk, String tenant, Json element) {
        Json body = Json.object().put("name", element.get("name")).toJson();
        return desk.ask("POST " + HOME, Map.of("id", tenant), body).get("id").text();
    }

    @Override
    public void remove(Desk desk, Thing kept) {
        if (!BUILT_IN.equals(Wording.word(kept.element(), "name"))) {
            desk.notice("projects: " + kept.key() + ": stays, because projects are never taken away");
        }
    }
}
