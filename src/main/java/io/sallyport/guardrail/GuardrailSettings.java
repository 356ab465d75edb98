package io.sallyport.guardrail;

import io.sallyport.database.BatchWriterSettings;
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
/// @param writer of what they did
public record GuardrailSettings(
        boolean enabled,
        List<GuardrailRule> rules,
        Duration patience,
        boolean strict,
        String refusal,
        List<AddressRange> allowedNetworks,
        BatchWriterSettings writer) {
    /// What a client is told (requirement GU9).
    public static final String USUAL_REFUSAL = "I cannot service this request";

    /// Longest wait unless said otherwise (requirement GU6).
    public static final Duration USUAL_PATIENCE = Duration.ofSeconds(5);

    /// How what they did is written unless said otherwise (requirement GU22).
    public static final BatchWriterSettings USUAL_WRITER = new BatchWriterSettings(1000, 10, Duration.ofSeconds(1), 2);

    /// None.
    public static final GuardrailSettings NONE =
            new GuardrailSettings(true, List.of(), USUAL_PATIENCE, false, USUAL_REFUSAL, List.of(), USUAL_WRITER);

    public GuardrailSettings {
        rules = List.copyOf(rules);
        allowedNetworks = List.copyOf(allowedNetworks);
    }
}
