package io.sallyport.identity.oidc;

import java.util.Optional;

/// What a provider tells by the back channel: these sessions are over.
///
/// @param subject whose sessions, when named
/// @param session which session of the provider; empty for all of the subject's
public record LogoutOrder(String issuer, Optional<String> subject, Optional<String> session) {}
