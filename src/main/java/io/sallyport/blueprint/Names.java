package io.sallyport.blueprint;

import io.sallyport.json.Json;
import io.sallyport.lang.Refusal.BadRequest;
import java.util.LinkedHashMap;
import java.util.Map;

/// The names of the things of one kind, which blueprints use where routes use ids: they hold on every gateway.
///
/// @param kind what people call such a thing
/// @param byId every name
record Names(String kind, Map<String, String> byId) {
    private static final String TENANTS = "/admin/api/tenants";
    private static final String POLICIES = "/admin/api/policies";
    private static final String PROFILES = "/admin/api/profiles";

    static Names ofTenants(Desk desk) {
        return of(desk, "tenant", TENANTS);
    }

    static Names ofPolicies(Desk desk) {
        return of(desk, "policy", POLICIES);
    }

    static Names ofProfiles(Desk desk) {
        return of(desk, "backend profile", PROFILES);
    }

    private static Names of(Desk desk, String kind, String path) {
        Map<String, String> names = new LinkedHashMap<>();
        for (Json thing : desk.all(path, Map.of())) {
            names.put(thing.get("id").text(), thing.get("name").text());
        }
        return new Names(kind, names);
    }

    /// The name; the id itself of what is gone.
    String name(String id) {
        return byId.getOrDefault(id, id);
    }

    /// Errors: BadRequest for a name nobody has.
    ///
    /// @param field of the element that holds the name
    String id(String name, String field) {
        return byId.entrySet().stream()
                .filter(entry -> entry.getValue().equals(name) || entry.getKey().equals(name))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow(() ->
                        new BadRequest("unknown_name", "there is no " + kind + " '" + name + "'", field).asException());
    }
}
