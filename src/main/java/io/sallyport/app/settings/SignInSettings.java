package io.sallyport.app.settings;

import io.sallyport.identity.LocalLoginSettings;
import io.sallyport.identity.oidc.OidcSettings;
import java.util.Optional;

/// How people sign in.
///
/// @param oidc empty when no OpenID provider is switched on
public record SignInSettings(Optional<OidcSettings> oidc, LocalLoginSettings local) {}
