package io.sallyport.admin;

import static io.sallyport.identity.Permission.OPERATE;

import io.sallyport.catalog.RouteRule;
import io.sallyport.catalog.RouteRules;
import io.sallyport.catalog.RoutingJson;
import io.sallyport.door.JsonCall;
import io.sallyport.door.JsonRoute;
import io.sallyport.json.Json;
import io.sallyport.json.JsonCodec;
import io.sallyport.json.JsonObject;
import io.sallyport.json.JsonProblem;
import io.sallyport.lang.Refusal.BadRequest;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The rules of routing that are asked of every call, for operators: list, put, take away.
public final class RuleRoutes {
    private static final String HOME = "/admin/api/routing/rules";
    private static final String ONE = HOME + "/{name}";

    private static final String ADMIN = "admin";
    private static final String CONFIG = "config";

    private final RouteRules rules;

    public RuleRoutes(RouteRules rules) {
        this.rules = rules;
    }

    public List<JsonRoute> list() {
        return List.of(
                JsonRoute.get(OPERATE, HOME, "List rules of routing", RulePage.class, _ -> page()),
                JsonRoute.taking(
                        OPERATE,
                        RuleBody.class,
                        "PUT " + ONE,
                        "Add or replace a rule of routing",
                        RuleView.class,
                        this::put),
                JsonRoute.delete(
                        OPERATE,
                        ONE,
                        "Take away a rule of routing",
                        RemovedRule.class,
                        call -> remove(call.path("name"))));
    }

    private RulePage page() {
        Set<String> stored = rules.stored();
        return new RulePage(rules.all().stream()
                .map(rule -> view(rule, stored.contains(rule.name()) ? ADMIN : CONFIG))
                .toList());
    }

    private RuleView put(JsonCall call, RuleBody body) {
        try {
            RouteRule rule = RoutingJson.rule(body.with(call.path("name")));
            rules.put(rule);
            return view(rule, ADMIN);
        } catch (JsonProblem e) {
            throw new BadRequest("invalid_value", String.valueOf(e.getMessage()), e.path()).asException();
        }
    }

    private RemovedRule remove(String name) {
        rules.remove(name);
        return new RemovedRule(name);
    }

    private static RuleView view(RouteRule rule, String source) {
        return new RuleView(
                rule.name(),
                rule.position(),
                JsonCodec.write(rule.when()),
                rule.use(),
                JsonCodec.write(rule.require()),
                source);
    }

    /// What an operator says about a rule.
    ///
    /// @param position rules are asked in this order; 0 when absent
    /// @param when conditions, all of which must hold
    /// @param use the alias that takes the place of the one that was asked for
    /// @param require words that labels of the backend may have, by label
    record RuleBody(Optional<Integer> position, Json when, Optional<String> use, Optional<Json> require) {
        Json with(String name) {
            JsonObject rule = Json.object()
                    .put("name", name)
                    .put("position", position.orElse(0))
                    .put("when", when);
            use.ifPresent(alias -> rule.put("use", alias));
            require.ifPresent(labels -> rule.put("require", labels));
            return rule.toJson();
        }
    }

    /// A rule as operators see it.
    ///
    /// @param source who owns it: `config` or `admin`
    record RuleView(String name, int position, Json when, Optional<String> use, Json require, String source) {}

    /// Every rule, in the order in which they are asked.
    record RulePage(List<RuleView> data) {}

    /// What was taken away.
    record RemovedRule(String removed) {}
}
