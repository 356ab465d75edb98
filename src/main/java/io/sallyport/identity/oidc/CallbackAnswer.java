package io.sallyport.identity.oidc;

import java.util.Optional;

/// What the browser brings back from the provider.
///
/// @param issuer the parameter `iss`, which names who answers
/// @param error the provider's word for a no
public record CallbackAnswer(
        Optional<String> code, Optional<String> state, Optional<String> issuer, Optional<String> error) {

    /// Never prints the code.
    @Override
    public String toString() {
        return "an answer of the provider";
    }
}
