package io.sallyport.identity.oidc;

import java.net.URI;

/// A sign-in at its beginning.
///
/// @param authorization where the browser goes now
/// @param pending to be kept until it comes back
public record StartedSignIn(URI authorization, PendingSignIn pending) {}
