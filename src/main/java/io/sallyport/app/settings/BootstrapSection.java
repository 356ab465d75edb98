package io.sallyport.app.settings;

import io.sallyport.app.settings.BootstrapSettings.AdminUser;
import io.sallyport.app.settings.BootstrapSettings.BootstrapKey;
import io.sallyport.app.settings.BootstrapSettings.BootstrapMembership;
import io.sallyport.crypto.KeyFormat;
import io.sallyport.crypto.PasswordRules;
import io.sallyport.json.yaml.Kind;
import io.sallyport.json.yaml.Section;
import io.sallyport.lang.DisplayName;
import io.sallyport.lang.Secret;
import io.sallyport.limit.Limit;
import io.sallyport.limit.Limit.Coverage;
import io.sallyport.limit.LimitWish;
import io.sallyport.limit.Scope;
import io.sallyport.limit.WindowText;
import io.sallyport.tenant.EmailAddress;
import io.sallyport.tenant.Home;
import io.sallyport.tenant.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Declares `bootstrap`.
final class BootstrapSection {
    private static final Kind<DisplayName> NAME =
            new Kind<>(Kind.TEXT.schema(), new DisplayName("demo"), DisplayName::new, DisplayName::value);

    private static final Kind<EmailAddress> ADDRESS =
            new Kind<>(Kind.TEXT.schema(), new EmailAddress("ada@example.org"), EmailAddress::new, EmailAddress::value);

    private final Section bootstrap;
    private final List<DisplayName> tenants;

    private BootstrapSection(Section bootstrap) {
        this.bootstrap = bootstrap;
        this.tenants = bootstrap.sections(
                "tenants",
                "Tenants to make.",
                tenant -> tenant.key("name", "What people call it; names that look alike are one.")
                        .required(NAME));
    }

    static BootstrapSettings read(Section bootstrap) {
        return new BootstrapSection(bootstrap).settings();
    }

    private BootstrapSettings settings() {
        return new BootstrapSettings(
                tenants,
                bootstrap.sections("admin_users", "Operators with an account of this gateway.", this::adminUser),
                bootstrap.sections("api_keys", "Keys that somebody else made.", this::key),
                bootstrap.sections("memberships", "Users of this gateway and their tenants.", this::membership),
                limits());
    }

    private List<Limit> limits() {
        List<List<Limit>> rates = bootstrap.sections(
                "tenant_limits",
                "Rates of tenants; short for some elements of limits.",
                tenant -> LimitSection.rates(tenant, coverage(tenant)));
        List<Limit> limits = new ArrayList<>();
        rates.forEach(limits::addAll);
        limits.addAll(bootstrap.sections(
                "tenant_budgets",
                "Budgets of tenants; short for some elements of limits.",
                tenant -> LimitSection.budget(tenant, coverage(tenant))));
        return limits;
    }

    private Coverage coverage(Section element) {
        Optional<DisplayName> wanted = tenant(element);
        String subject = wanted.map(name -> known(name).map(DisplayName::value).orElse(name.value()))
                .orElse(Home.DEFAULT.tenant().value());
        return Coverage.one(Scope.TENANT, subject);
    }

    private AdminUser adminUser(Section user) {
        AdminUser read = new AdminUser(
                user.key("email", "What they sign in with.").required(ADDRESS),
                user.key("name", "What people call them.").or(Kind.TEXT, ""),
                user.key("password", "Kept as a hash. Without one they come by a link: sallyport user link.")
                        .secret());
        read.password()
                .flatMap(
                        password -> PasswordRules.problem(password, read.email().value()))
                .ifPresent(_ -> user.problem(
                        "password", "must have 12 to 256 characters, and not be one that others would guess"));
        return read;
    }

    private BootstrapKey key(Section key) {
        String prefix = key.key("prefix", "Public part of the key sk-<prefix>.<secret>.")
                .required(Kind.TEXT);
        Secret secret =
                key.key("secret", "Secret part of the key; kept as a hash.").required(Kind.SECRET);
        Secret text = Secret.of("sk-" + prefix + '.' + secret.reveal());
        if (KeyFormat.read(text.reveal()).isEmpty()) {
            key.problem("", "makes no key of the form sk-<prefix>.<secret>");
        }
        return new BootstrapKey(
                text,
                key.key("name", "What people call the key. Default: its prefix.")
                        .optional(Kind.TEXT)
                        .orElse(prefix),
                tenant(key),
                models(key),
                key.section("rate_limit", "Limits it gets when it is made.", BootstrapSection::wishes));
    }

    private static List<LimitWish> wishes(Section rates) {
        return LimitSection.rates(rates, Coverage.each(Scope.KEY)).stream()
                .map(rate -> new LimitWish(
                        Optional.of(new DisplayName(rate.name())),
                        rate.metric(),
                        rate.amount().toString(),
                        Optional.of(WindowText.of(rate.window()))))
                .toList();
    }

    private static Optional<List<String>> models(Section key) {
        List<String> models = key.key("allowed_models", "Names and globs it may use; [] for none. Default: any.")
                .list(Kind.TEXT);
        return key.isGiven("allowed_models") ? Optional.of(models) : Optional.empty();
    }

    private BootstrapMembership membership(Section membership) {
        return new BootstrapMembership(
                membership
                        .key("user", "E-mail address of a user of this gateway, who is made when missing.")
                        .required(ADDRESS),
                tenant(membership),
                membership.key("role", "What they may do in the tenant.").required(Kind.choice(Role.class)));
    }

    private Optional<DisplayName> tenant(Section element) {
        Optional<DisplayName> tenant = element.key("tenant", "One of bootstrap.tenants. Default: the default tenant.")
                .optional(NAME);
        tenant.filter(name -> !isKnown(name))
                .ifPresent(_ -> element.problem("tenant", "is not one of bootstrap.tenants"));
        return tenant;
    }

    private boolean isKnown(DisplayName name) {
        return name.skeleton().equals(Home.DEFAULT.tenant().value())
                || known(name).isPresent();
    }

    /// The same name as the tenant bears it.
    private Optional<DisplayName> known(DisplayName name) {
        return tenants.stream()
                .filter(tenant -> tenant.skeleton().equals(name.skeleton()))
                .findFirst();
    }
}
