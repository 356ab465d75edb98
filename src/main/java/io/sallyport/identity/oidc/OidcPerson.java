package io.sallyport.identity.oidc;

import io.sallyport.lang.Secret;
import java.util.Optional;
import java.util.Set;

/// Who signed in, as the provider says; whether they may enter is decided by [SignInRules].
///
/// Issuer and subject together name an account. The e-mail address does not: it can change hands.
///
/// @param emailVerified whether the provider says that the address belongs to the person
/// @param name for showing; empty when the provider tells none
/// @param hostedDomain Google's word for the organisation of the account
/// @param session the provider's name of the session, which a later logout token may use
/// @param idToken shown to the provider again at logout
public record OidcPerson(
        String issuer,
        String subject,
        Optional<String> email,
        boolean emailVerified,
        String name,
        Optional<String> hostedDomain,
        Set<String> groups,
        Set<String> roles,
        Optional<String> session,
        Secret idToken) {
    public OidcPerson {
        groups = Set.copyOf(groups);
        roles = Set.copyOf(roles);
    }
}
