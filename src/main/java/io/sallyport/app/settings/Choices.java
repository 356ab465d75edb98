package io.sallyport.app.settings;

import io.sallyport.guardrail.GuardrailKind;
import java.util.List;

/// What settings may choose among, because it comes with the gateway.
///
/// @param backends the words that may stand in `backends[].kind`
/// @param strategies the words that may stand in `routing.default_strategy`
/// @param guardrails the words that may stand in `type` of a guardrail
public record Choices(List<BackendKind> backends, List<String> strategies, List<GuardrailKind> guardrails) {
    public Choices {
        backends = List.copyOf(backends);
        strategies = List.copyOf(strategies);
        guardrails = List.copyOf(guardrails);
    }
}
