package io.sallyport.blueprint;

import io.sallyport.blueprint.ListedSection.Paths;
import io.sallyport.catalog.Condition;
import io.sallyport.catalog.Routing;
import io.sallyport.guardrail.GuardrailRules;
import io.sallyport.json.Json;
import io.sallyport.json.JsonCodec;
import io.sallyport.provider.ManagedBackends;
import java.util.List;
import java.util.Map;

/// The sections of a blueprint, in the order in which they are written: what names another thing comes after
/// it.
final class Sections {
    private static final String MODELS = "/admin/api/models";
    private static final String RULES = "/admin/api/routing/rules";
    private static final String PRICES = "/admin/api/prices";

    private Sections() {}

    /// Who knows the secrets that no route shows.
    record Keepers(ManagedBackends backends, GuardrailRules guardrails) {}

    static List<Section> of(Keepers keepers) {
        return List.of(
                new TenantSection(),
                new ProjectSection(),
                listed("groups", Paths.of("/admin/api/groups", "PUT", "tenant", "name"), new GroupWording()),
                listed("policies", Paths.of("/admin/api/policies", "PUT"), new PolicyWording()),
                listed(
                        "backends",
                        Paths.of("/admin/api/backends", "PATCH", "name"),
                        new BackendWording(keepers.backends())),
                models(),
                rules(),
                prices(),
                listed("profiles", Paths.of("/admin/api/profiles", "PUT"), new ProfileWording()),
                guardrails(keepers.guardrails()),
                listed("limits", Paths.of("/admin/api/limits", "PUT"), new LimitWording()));
    }

    private static Section guardrails(GuardrailRules rules) {
        return listed("guardrails", Paths.of("/admin/api/guardrails/rules", "PUT"), new GuardrailWording(rules));
    }

    private static Section models() {
        String one = " " + MODELS + "/{alias...}";
        Paths paths = new Paths(MODELS, "POST " + MODELS, "PUT" + one, "DELETE" + one, List.of("alias"), List.of());
        List<String> fields = List.of(
                "alias",
                "type",
                "deployments",
                "context_window",
                "max_output_tokens",
                "modalities",
                "supports_tools",
                "price",
                "expose_reasoning",
                "enabled",
                "metadata",
                "routing");
        Map<String, Json> usual = Map.of("routing", JsonCodec.write(Routing.USUAL));
        return listed("models", paths, new PlainWording(List.of("alias"), fields, usual));
    }

    private static Section rules() {
        String one = " " + RULES + "/{name}";
        Paths paths = new Paths(RULES, "PUT" + one, "PUT" + one, "DELETE" + one, List.of("name"), List.of("name"));
        List<String> fields = List.of("name", "position", "when", "use", "require");
        Map<String, Json> usual = Map.of("when", JsonCodec.write(Condition.ALWAYS));
        return listed("rules", paths, new PlainWording(List.of("name"), fields, usual));
    }

    private static Section prices() {
        List<String> keys = List.of("kind", "model");
        String set = "PUT " + PRICES;
        Paths paths = new Paths(PRICES, set, set, "DELETE " + PRICES + "/{kind}/{model...}", keys, List.of());
        return listed("prices", paths, new PlainWording(keys, List.of("kind", "model", "price"), Map.of()));
    }

    private static Section listed(String name, Paths paths, Wording wording) {
        return new ListedSection(name, paths, wording);
    }
}
