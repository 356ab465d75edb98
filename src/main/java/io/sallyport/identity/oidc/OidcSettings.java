package io.sallyport.identity.oidc;

import io.sallyport.lang.Secret;
import io.sallyport.net.OutboundRequest.Trust;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// How people sign in by an OpenID provider.
///
/// @param label what the button says
/// @param providerUrl the issuer, exactly as the provider calls itself
/// @param clientSecret empty for a public client
/// @param redirectUrl overrides the callback that is derived from the request
/// @param groupsClaim name or path of the claim with the groups; empty for `groups`, else `entitlements`
/// @param rolesClaim name or path of the claim with the roles
/// @param rules who may enter
/// @param logoutUrl where the logout button leads; empty for what the provider says
/// @param sessionLifetime how long somebody stays signed in
/// @param trust how the provider's certificate is checked
public record OidcSettings(
        String label,
        URI providerUrl,
        String clientId,
        Optional<Secret> clientSecret,
        Optional<URI> redirectUrl,
        List<String> scopes,
        Optional<String> groupsClaim,
        String rolesClaim,
        SignInRules rules,
        Optional<URI> logoutUrl,
        Duration sessionLifetime,
        Trust trust) {
    public static final List<String> USUAL_SCOPES = List.of("openid", "profile", "email");
    public static final Duration USUAL_LIFETIME = Duration.ofHours(8);
    public static final String USUAL_ROLES_CLAIM = "roles";

    public OidcSettings {
        scopes = List.copyOf(scopes);
        if (!scopes.contains("openid")) {
            throw new IllegalArgumentException("oidc.scopes must hold openid");
        }
    }
}
