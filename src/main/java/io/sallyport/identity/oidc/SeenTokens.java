package io.sallyport.identity.oidc;

import java.time.Instant;

/// Remembers the ids of tokens that may be used once.
public interface SeenTokens {

    /// Notes a token.
    ///
    /// @param until when it may be forgotten, because it has expired
    /// @return false when it was noted before
    boolean isFirst(String issuer, String id, Instant until);
}
