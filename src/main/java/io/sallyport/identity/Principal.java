package io.sallyport.identity;

import io.sallyport.lang.KeyId;
import io.sallyport.lang.TenantId;
import io.sallyport.lang.UserId;
import io.sallyport.tenant.Role;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A person, or a program in an operator's name, before one of the doors for people.
///
/// @param via how the identity was proven
/// @param user who it is; empty for an admin key, which is nobody's
/// @param key the admin key that was shown
/// @param name what people call them: an e-mail address or the name of a key; never a secret
/// @param operator may do everything in the installation
/// @param roles of the tenants the user belongs to
/// @param groups names of the groups the user is in
/// @param signedInAt when they last proved who they are; empty for a key
public record Principal(
        Via via,
        Optional<UserId> user,
        Optional<KeyId> key,
        String name,
        boolean operator,
        Map<TenantId, Role> roles,
        Set<String> groups,
        Optional<Instant> signedInAt) {

    public Principal {
        roles = Map.copyOf(roles);
        groups = Set.copyOf(groups);
    }

    /// Who showed nothing.
    public static final Principal NOBODY = new Principal(
            Via.NOTHING, Optional.empty(), Optional.empty(), "", false, Map.of(), Set.of(), Optional.empty());

    /// How an identity was proven.
    public enum Via {
        /// It was not.
        NOTHING,
        /// The cookie of a browser.
        SESSION,
        /// A signed access token.
        TOKEN,
        /// A key for operators.
        KEY
    }

    /// Whoever shows a key for operators.
    public static Principal of(Caller caller) {
        return new Principal(
                Via.KEY,
                caller.user(),
                caller.key(),
                caller.name(),
                caller.admin(),
                Map.of(),
                caller.groups(),
                Optional.empty());
    }

    /// True when it holds what a route asks for; a permission in a tenant is asked for with that tenant.
    public boolean may(Permission permission) {
        return switch (permission) {
            case OPEN -> true;
            // Who holds a key of somebody has not signed in as them.
            case SIGNED_IN -> user.isPresent() && via != Via.KEY;
            case OPERATE -> operator;
            case VIEW_TENANT, MANAGE_TENANT, OWN_TENANT -> false;
        };
    }

    /// True when it holds the permission in a tenant. Operators hold every one.
    public boolean may(Permission permission, TenantId tenant) {
        return operator
                || permission
                        .role()
                        .map(needed -> Optional.ofNullable(roles.get(tenant))
                                .filter(role -> role.covers(needed))
                                .isPresent())
                        .orElseGet(() -> may(permission));
    }
}
