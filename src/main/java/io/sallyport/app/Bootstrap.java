package io.sallyport.app;

import io.sallyport.app.settings.BootstrapSettings;
import io.sallyport.app.settings.BootstrapSettings.AdminUser;
import io.sallyport.app.settings.BootstrapSettings.BootstrapKey;
import io.sallyport.app.settings.BootstrapSettings.BootstrapMembership;
import io.sallyport.dialect.LossPolicy;
import io.sallyport.identity.Passwords;
import io.sallyport.identity.User;
import io.sallyport.identity.Users;
import io.sallyport.key.AllowedAddresses;
import io.sallyport.key.ApiKey;
import io.sallyport.key.ApiKeys;
import io.sallyport.key.NewKey;
import io.sallyport.lang.DisplayName;
import io.sallyport.lang.TenantId;
import io.sallyport.limit.GivenLimits;
import io.sallyport.limit.Limit.Origin;
import io.sallyport.tenant.EmailAddress;
import io.sallyport.tenant.Home;
import io.sallyport.tenant.Memberships;
import io.sallyport.tenant.Tenants;
import java.util.Optional;

/// Makes what the section `bootstrap` names and the database lacks.
///
/// Whoever was suspended, demoted or given another role since stays so: a restart gives nobody anything back.
final class Bootstrap {
    private static final String SOURCE = "bootstrap";

    private final Tenants tenants;
    private final Memberships memberships;
    private final Users users;
    private final Passwords passwords;
    private final ApiKeys keys;
    private final GivenLimits limits;

    Bootstrap(
            Tenants tenants,
            Memberships memberships,
            Users users,
            Passwords passwords,
            ApiKeys keys,
            GivenLimits limits) {
        this.tenants = tenants;
        this.memberships = memberships;
        this.users = users;
        this.passwords = passwords;
        this.keys = keys;
        this.limits = limits;
    }

    void apply(BootstrapSettings wanted) {
        wanted.tenants().forEach(name -> tenants.ensure(name, SOURCE));
        wanted.adminUsers().forEach(this::apply);
        wanted.apiKeys().forEach(this::apply);
        wanted.memberships().forEach(this::apply);
    }

    private void apply(AdminUser wanted) {
        EmailAddress email = wanted.email();
        if (users.findLocal(email.value()).isEmpty()) {
            User user = users.addLocalOperator(email.value(), wanted.name(), SOURCE);
            wanted.password().ifPresent(password -> passwords.change(user, password));
        }
    }

    private void apply(BootstrapKey wanted) {
        Optional<ApiKey> made = keys.adopt(
                wanted.text(),
                new NewKey(
                        wanted.name(),
                        "",
                        "",
                        wanted.allowedModels(),
                        Optional.empty(),
                        AllowedAddresses.ANYWHERE,
                        false,
                        LossPolicy.WARN,
                        Optional.empty(),
                        "",
                        SOURCE,
                        Home.of(tenant(wanted.tenant()))));
        made.ifPresent(key -> limits.give(key.id(), wanted.limits(), Origin.OPERATOR, Optional.empty()));
    }

    private void apply(BootstrapMembership wanted) {
        TenantId tenant = tenant(wanted.tenant());
        User user = users.addLocal(wanted.user().value(), "", SOURCE);
        if (memberships.find(tenant, user.id()).isEmpty()) {
            memberships.grant(tenant, user.id(), wanted.role());
        }
    }

    private TenantId tenant(Optional<DisplayName> name) {
        return name.map(known -> tenants.ensure(known, SOURCE).id()).orElse(Home.DEFAULT.tenant());
    }
}
