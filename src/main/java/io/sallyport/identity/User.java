package io.sallyport.identity;

import io.sallyport.lang.TenantId;
import io.sallyport.lang.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A human account.
///
/// @param issuer where it was proven: the URL of an identity provider, or [#LOCAL]
/// @param subject what the issuer calls it; issuer and subject together name the account, the e-mail does not
/// @param operator may do everything in the installation
/// @param groups as the identity provider named them at the last sign-in
/// @param source `sign-in`, `invitation`, `admin`, `bootstrap` or `first-run`
/// @param version counts up when every session of the user is to end
public record User(
        UserId id,
        String issuer,
        String subject,
        String email,
        String name,
        Status status,
        boolean operator,
        List<String> groups,
        TenantId personalTenant,
        String source,
        long version,
        Instant createdAt,
        Optional<Instant> lastSignInAt) {

    /// The issuer of accounts that sign in with a password or a link of this gateway.
    public static final String LOCAL = "local";

    /// Whether the account may be used.
    public enum Status {
        ACTIVE,
        SUSPENDED;

        /// Lower-case name, as stored and shown.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
