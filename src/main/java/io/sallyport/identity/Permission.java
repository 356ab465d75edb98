package io.sallyport.identity;

import io.sallyport.tenant.Role;
import java.util.Optional;

/// What somebody must be allowed at the doors for people; every route declares one.
public enum Permission {
    /// Anybody, without signing in.
    OPEN,
    /// Anybody who has signed in, for what is their own.
    SIGNED_IN,
    /// To see a tenant: its viewers, admins and owners.
    VIEW_TENANT,
    /// To change a tenant: its admins and owners.
    MANAGE_TENANT,
    /// To give a tenant away: its owners.
    OWN_TENANT,
    /// The whole installation: operators.
    OPERATE;

    /// The weakest role in a tenant that gives it; empty when it is not about one tenant.
    public Optional<Role> role() {
        return switch (this) {
            case VIEW_TENANT -> Optional.of(Role.VIEWER);
            case MANAGE_TENANT -> Optional.of(Role.ADMIN);
            case OWN_TENANT -> Optional.of(Role.OWNER);
            case OPEN, SIGNED_IN, OPERATE -> Optional.empty();
        };
    }
}
