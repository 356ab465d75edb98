package io.sallyport.guardrail;

/// Takes notes of what guardrails did.
@FunctionalInterface
public interface GuardrailRuns {
    /// Never blocks and never fails.
    void take(GuardrailRun run);
}
