package io.sallyport.guardrail;

import io.sallyport.transport.AddressRange;
import java.time.Duration;
import java.util.List;

/// Which guardrails the settings name, and what holds for all of them.
///
/// @param enabled lets guardrails look at calls, those of operators too
/// @param patience longest wait for a guardrail that asks somebody, where it has none of its own
/// @param strict refuses what guardrails cannot read, such as pictures and ciphers, where one must look
/// @param refusal what a client is told instead of a content that may not go on
/// @param allowedNetworks addresses services of guardrails may stand at although they are not public
public record GuardrailSettings(
        boolean enabled,
        List<GuardrailRule> rules,
        Duration patience,
        boolean strict,
        String refusal,
        List<AddressRange> allowedNetworks) {
    /// What a client is told (requirement GU9).
    public static final String USUAL_REFUSAL = "I cannot service this request";

    /// Longest wait unless said otherwise (requirement GU6).
    public static final Duration USUAL_PATIENCE = Duration.ofSeconds(5);

    /// None.
    public static final GuardrailSettings NONE =
            new GuardrailSettings(true, List.of(), USUAL_PATIENCE, false, USUAL_REFUSAL, List.of());

    public GuardrailSettings {
        rules = List.copyOf(rules);
        allowedNetworks = List.copyOf(allowedNetworks);
    }
}
