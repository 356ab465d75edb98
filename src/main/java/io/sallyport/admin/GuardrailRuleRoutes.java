package io.sallyport.admin;

import static io.sallyport.identity.Permission.OPERATE;

import io.sallyport.door.JsonCall;
import io.sallyport.door.JsonRoute;
import io.sallyport.guardrail.GuardrailDraft;
import io.sallyport.guardrail.GuardrailRules;
import io.sallyport.guardrail.StoredGuardrail;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Guardrails that operators set up: list, add, replace, take away. Secrets that were given are shown as stars.
public final class GuardrailRuleRoutes {
    private static final String HOME = "/admin/api/guardrails/rules";
    private static final String ONE = HOME + "/{id}";
    private static final int CREATED = 201;

    private final GuardrailRules rules;

    public GuardrailRuleRoutes(GuardrailRules rules) {
        this.rules = rules;
    }

    public List<JsonRoute> list() {
        return List.of(
                JsonRoute.get(
                        OPERATE, HOME, "List guardrails that operators added", GuardrailRulePage.class, _ -> page()),
                JsonRoute.taking(
                                OPERATE,
                                GuardrailDraft.class,
                                "POST " + HOME,
                                "Add a guardrail",
                                GuardrailRuleView.class,
                                (_, draft) -> view(rules.add(draft)))
                        .answering(CREATED),
                JsonRoute.get(
                        OPERATE,
                        ONE,
                        "Show a guardrail that an operator added",
                        GuardrailRuleView.class,
                        call -> view(rules.get(id(call)))),
                JsonRoute.taking(
                        OPERATE,
                        GuardrailDraft.class,
                        "PUT " + ONE,
                        "Replace a guardrail; stars in place of a secret leave it as it is",
                        GuardrailRuleView.class,
                        (call, draft) -> view(rules.replace(id(call), draft))),
                JsonRoute.delete(OPERATE, ONE, "Take a guardrail away", RemovedGuardrail.class, this::remove));
    }

    private GuardrailRulePage page() {
        return new GuardrailRulePage(
                rules.all().stream().map(GuardrailRuleRoutes::view).toList());
    }

    private RemovedGuardrail remove(JsonCall call) {
        rules.remove(id(call));
        return new RemovedGuardrail(id(call));
    }

    private static UUID id(JsonCall call) {
        return call.path("id", UUID::fromString, "guardrail");
    }

    private static GuardrailRuleView view(StoredGuardrail stored) {
        return new GuardrailRuleView(
                stored.id(), stored.draft(), stored.problem(), stored.createdAt(), stored.updatedAt());
    }

    /// A guardrail as an operator said it.
    ///
    /// @param problem why it can tell nothing at present
    record GuardrailRuleView(
            UUID id, GuardrailDraft rule, Optional<String> problem, Instant createdAt, Instant updatedAt) {}

    /// Every guardrail that operators added, by name.
    record GuardrailRulePage(List<GuardrailRuleView> data) {}

    /// What was taken away.
    record RemovedGuardrail(UUID removed) {}
}
