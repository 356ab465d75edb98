package io.sallyport.identity;

import io.sallyport.lang.Secret;
import java.time.Duration;
import java.util.Optional;

/// How local accounts sign in, and how long the tokens of the login API last.
///
/// @param enabled whether local accounts can sign in at all
/// @param tokenSecret signs access tokens, 32 bytes or more; empty when the operator gave none
/// @param accessLifetime of an access token
/// @param refreshLifetime of the cookie that renews it
/// @param cookieName of that cookie
public record LocalLoginSettings(
        boolean enabled,
        Optional<Secret> tokenSecret,
        Duration accessLifetime,
        Duration refreshLifetime,
        String cookieName) {
    public static final String SECRET_VARIABLE = "ROUTER_ADMIN_SESSION_JWT_SECRET";
    public static final LocalLoginSettings DEFAULT = new LocalLoginSettings(
            true, Optional.empty(), Duration.ofMinutes(15), Duration.ofHours(24), "og_admin_session");
}
