package io.sallyport.tenant;

import java.util.Locale;

/// A membership role: what a user may do in one tenant, the strongest first.
public enum Role {
    /// Everything, giving the tenant away too.
    OWNER,
    /// Everything but changing owners.
    ADMIN,
    /// Sees everything, changes nothing.
    VIEWER,
    /// Uses models with keys of their own.
    USER;

    /// Lower-case name, as stored and shown.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// True when it allows what the other allows.
    public boolean covers(Role other) {
        return compareTo(other) <= 0;
    }
}
