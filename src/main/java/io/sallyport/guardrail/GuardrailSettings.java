package io.sallyport.guardrail;

import java.util.List;

/// Which guardrails there are.
///
/// @param strict refuses what guardrails cannot read, such as pictures and ciphers, where one must look
/// @param refusal what a client is told instead of a content that may not go on
public record GuardrailSettings(List<GuardrailRule> rules, boolean strict, String refusal) {
    /// What a client is told (requirement GU9).
    public static final String USUAL_REFUSAL = "I cannot service this request";

    /// None.
    public static final GuardrailSettings NONE = new GuardrailSettings(List.of(), false, USUAL_REFUSAL);

    public GuardrailSettings {
        rules = List.copyOf(rules);
    }
}
