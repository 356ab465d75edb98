package io.sallyport.guardrail;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// A guardrail that an operator set up.
///
/// @param draft what is said of it, with stars in place of the secrets its kind is told
/// @param rule as calls meet it, also while it is switched off
/// @param problem why it can tell nothing at present; empty when it can
public record StoredGuardrail(
        UUID id,
        GuardrailDraft draft,
        GuardrailRule rule,
        Optional<String> problem,
        Instant createdAt,
        Instant updatedAt) {

    public boolean isEnabled() {
        return draft.isEnabled();
    }
}
