package io.sallyport.guardrail;

import io.sallyport.transport.AddressRange;
import java.util.List;

/// Which guardrails there are.
///
/// @param strict refuses what guardrails cannot read, such as pictures and ciphers, where one must look
/// @param refusal what a client is told instead of a content that may not go on
/// @param allowedNetworks addresses services of guardrails may stand at although they are not public
public record GuardrailSettings(
        List<GuardrailRule> rules, boolean strict, String refusal, List<AddressRange> allowedNetworks) {
    /// What a client is told (requirement GU9).
    public static final String USUAL_REFUSAL = "I cannot service this request";

    /// None.
    public static final GuardrailSettings NONE = new GuardrailSettings(List.of(), false, USUAL_REFUSAL, List.of());

    public GuardrailSettings {
        rules = List.copyOf(rules);
        allowedNetworks = List.copyOf(allowedNetworks);
    }
}
