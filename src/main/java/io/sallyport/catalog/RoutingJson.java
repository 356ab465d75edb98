package io.sallyport.catalog;

import io.sallyport.json.Json;
import io.sallyport.json.JsonArray;
import io.sallyport.json.JsonCodec;
import io.sallyport.json.JsonObject;

/// Routing of aliases and rules as JSON, where everything that is usual may be left out.
public final class RoutingJson {
    private static final Json SEMANTIC = Json.object()
            .put("threshold", SemanticCache.USUAL)
            .put("sharing", "tenant")
            .toJson();
    private static final Json SHADOW = Json.object()
            .put("percent", Shadow.USUAL_PERCENT)
            .put("most", Shadow.USUAL_MOST)
            .put("payer", "gateway")
            .toJson();

    private RoutingJson() {}

    /// Errors: JsonProblem with the path.
    public static Routing read(Json json) {
        JsonObject filled = over(json, JsonCodec.write(Routing.USUAL));
        Json rules = json.get("rules");
        if (rules.isPresent()) {
            JsonArray all = Json.array();
            rules.elements().forEach(rule -> all.add(filled(rule)));
            filled.put("rules", all);
        }
        fill(filled, json, "semantic_cache", SEMANTIC);
        fill(filled, json, "shadow", SHADOW);
        return JsonCodec.read(filled.toJson(), Routing.class);
    }

    private static void fill(JsonObject filled, Json given, String member, Json usual) {
        if (given.get(member).isObject()) {
            filled.put(member, over(given.get(member), usual));
        }
    }

    /// Errors: JsonProblem with the path.
    public static RouteRule rule(Json json) {
        return JsonCodec.read(filled(json).toJson(), RouteRule.class);
    }

    public static Json write(Routing routing) {
        return JsonCodec.write(routing);
    }

    private static JsonObject filled(Json rule) {
        Json when = rule.get("when");
        JsonObject usual = Json.object().put("position", 0).put("require", Json.object());
        return over(rule, usual.toJson())
                .put("when", over(when.isPresent() ? when : Json.object().toJson(), JsonCodec.write(Condition.ALWAYS)));
    }

    private static JsonObject over(Json given, Json usual) {
        JsonObject all = JsonObject.from(usual);
        given.fields().forEach(field -> all.put(field.name(), field.value()));
        return all;
    }
}
