package io.sallyport.app.settings;

import io.sallyport.lang.DisplayName;
import io.sallyport.lang.Secret;
import io.sallyport.limit.Limit;
import io.sallyport.limit.LimitWish;
import io.sallyport.tenant.EmailAddress;
import io.sallyport.tenant.Role;
import java.util.List;
import java.util.Optional;

/// What is made at the start when it is missing. What exists stays as it is, and nothing is ever deleted.
///
/// @param limits of tenants; they hold as those of the file's other sections do
public record BootstrapSettings(
        List<DisplayName> tenants,
        List<AdminUser> adminUsers,
        List<BootstrapKey> apiKeys,
        List<BootstrapMembership> memberships,
        List<Limit> limits) {
    public BootstrapSettings {
        tenants = List.copyOf(tenants);
        adminUsers = List.copyOf(adminUsers);
        apiKeys = List.copyOf(apiKeys);
        memberships = List.copyOf(memberships);
        limits = List.copyOf(limits);
    }

    /// An operator with an account of this gateway.
    ///
    /// @param password empty for somebody who comes by a link
    public record AdminUser(EmailAddress email, String name, Optional<Secret> password) {}

    /// A key somebody else made.
    ///
    /// @param text `sk-<prefix>.<secret>`
    /// @param tenant empty for the default one
    /// @param allowedModels absent for no restriction, empty for none
    /// @param limits it gets when it is made
    public record BootstrapKey(
            Secret text,
            String name,
            Optional<DisplayName> tenant,
            Optional<List<String>> allowedModels,
            List<LimitWish> limits) {}

    /// A user of this gateway who belongs to a tenant.
    ///
    /// @param tenant empty for the default one
    public record BootstrapMembership(EmailAddress user, Optional<DisplayName> tenant, Role role) {}
}
