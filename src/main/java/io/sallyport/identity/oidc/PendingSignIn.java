package io.sallyport.identity.oidc;

import io.sallyport.lang.Secret;
import java.net.URI;
import java.time.Instant;

/// A sign-in that has left for the provider and has not come back.
///
/// It is kept on our side, found again by a cookie of the browser that started it, and used once.
///
/// @param state comes back in the answer
/// @param nonce comes back in the token
/// @param verifier proves to the provider that who shows the code also asked for it
/// @param next where the person wanted to go, a path of ours
/// @param callback where the provider sends the browser
public record PendingSignIn(
        Secret state, Secret nonce, Secret verifier, String next, URI callback, Instant startedAt) {}
