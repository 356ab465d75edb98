package io.sallyport.guardrail;

import io.sallyport.guardrail.GuardrailRule.Mode;
import io.sallyport.guardrail.GuardrailRule.OnBlock;
import io.sallyport.guardrail.GuardrailRule.OnFailure;
import io.sallyport.guardrail.GuardrailRule.Origin;
import io.sallyport.guardrail.GuardrailRule.Scope;
import io.sallyport.guardrail.GuardrailRule.Streams;
import io.sallyport.json.Json;
import io.sallyport.lang.DisplayName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What an operator says of a guardrail; what is left out is as in the settings.
///
/// @param priority 0 to 1000, 100 when it is absent
/// @param tenants ids of those whose calls it looks at; all when it is absent, as for projects, keys and models
/// @param exceptProjects ids of projects it is switched off for
/// @param timeoutMs longest wait of one that asks a service, 10 ms to 2 min
/// @param disclaimer what stands behind an answer that it changed
/// @param config what its kind is told
public record GuardrailDraft(
        String name,
        String type,
        Layer layer,
        Optional<Boolean> enabled,
        Optional<Integer> priority,
        Optional<OnBlock> onBlock,
        Optional<OnFailure> onFailure,
        Optional<Mode> mode,
        Optional<Streams> streams,
        Optional<List<String>> tenants,
        Optional<List<String>> projects,
        Optional<List<String>> exceptProjects,
        Optional<List<String>> keys,
        Optional<List<String>> models,
        Optional<Long> timeoutMs,
        Optional<String> disclaimer,
        Optional<Json> config) {
    private static final int USUAL_PRIORITY = 100;
    private static final int LAST_PRIORITY = 1_000;
    private static final int LONGEST_NAME = 100;
    private static final int LONGEST_DISCLAIMER = 1_000;
    private static final long SHORTEST_WAIT = 10;
    private static final long LONGEST_WAIT = 120_000;

    public GuardrailDraft {
        DisplayName.require("name", name, LONGEST_NAME);
        require(priority.map(number -> number >= 0 && number <= LAST_PRIORITY), "priority is 0 to 1000");
        require(
                timeoutMs.map(wait -> wait >= SHORTEST_WAIT && wait <= LONGEST_WAIT),
                "timeout_ms is 10 to 120000 milliseconds");
        require(disclaimer.map(text -> text.length() <= LONGEST_DISCLAIMER), "disclaimer has at most 1000 characters");
    }

    private static void require(Optional<Boolean> holds, String rule) {
        if (!holds.orElse(true)) {
            throw new IllegalArgumentException(rule);
        }
    }

    boolean isEnabled() {
        return enabled.orElse(true);
    }

    /// What its kind is told; nothing, when nothing is said.
    Json told() {
        return config.filter(Json::isPresent).orElseGet(() -> Json.object().toJson());
    }

    /// The same with other words for its kind.
    GuardrailDraft telling(Optional<Json> other) {
        return new GuardrailDraft(
                name,
                type,
                layer,
                enabled,
                priority,
                onBlock,
                onFailure,
                mode,
                streams,
                tenants,
                projects,
                exceptProjects,
                keys,
                models,
                timeoutMs,
                disclaimer,
                other);
    }

    /// @param guardrail what its kind made of the config
    /// @param patience longest wait where nothing is said
    GuardrailRule toRule(Origin origin, Guardrail guardrail, Duration patience) {
        return new GuardrailRule(
                origin,
                name,
                type,
                layer,
                priority.orElse(USUAL_PRIORITY),
                guardrail,
                onBlock.orElse(OnBlock.usual(layer)),
                onFailure.orElse(OnFailure.CLOSED),
                mode.orElse(Mode.ENFORCE),
                streams.orElse(Streams.usual(guardrail)),
                scope(),
                timeoutMs.map(Duration::ofMillis).orElse(patience),
                disclaimer.orElse(""),
                GuardrailKind.mark(told()));
    }

    private Scope scope() {
        return Scope.of(
                tenants.orElse(List.of()),
                projects.orElse(List.of()),
                exceptProjects.orElse(List.of()),
                keys.orElse(List.of()),
                models.orElse(List.of()));
    }
}
