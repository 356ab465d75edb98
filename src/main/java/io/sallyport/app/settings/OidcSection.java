package io.sallyport.app.settings;

import io.sallyport.identity.oidc.OidcSettings;
import io.sallyport.identity.oidc.SignInRules;
import io.sallyport.json.Json;
import io.sallyport.json.yaml.Kind;
import io.sallyport.json.yaml.Section;
import io.sallyport.net.OutboundRequest.Trust;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Declares `oidc`; what is switched off is read and checked no further.
///
/// Source: requirements ID1 to ID9, ID18, C25.
final class OidcSection {
    private static final String DOMAIN_FORM = "([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?\\.)+[A-Za-z0-9-]*[A-Za-z]";
    private static final Kind<String> DOMAIN = new Kind<>(
            Json.object()
                    .put("title", "domain")
                    .put("type", "string")
                    .put("pattern", "^" + DOMAIN_FORM + "$")
                    .toJson(),
            "example.com",
            OidcSection::domain,
            domain -> domain);

    private OidcSection() {}

    static Optional<OidcSettings> read(Section oidc) {
        boolean enabled =
                oidc.key("enabled", "Lets people sign in by the provider.").off();
        Optional<URI> provider = oidc.key(
                        "provider_url",
                        "The issuer, exactly as the provider calls itself, such as"
                                + " https://login.example.com/realms/main.")
                .optional(Kind.HTTP_URL);
        Optional<String> client =
                oidc.key("client_id", "Our name at the provider.").optional(Kind.TEXT);
        OidcSettings settings = new OidcSettings(
                oidc.key("label", "What the sign-in button says.").or(Kind.TEXT, "Sign in with single sign-on"),
                provider.orElse(Kind.HTTP_URL.sample()),
                client.orElse(""),
                oidc.key("client_secret", "Our secret at the provider; none for a public client.")
                        .secret(),
                oidc.key("redirect_url", "Our callback, where it cannot be derived from the request.")
                        .optional(Kind.HTTP_URL),
                scopes(oidc),
                oidc.key(
                                "groups_claim",
                                "Name or path of the claim with the groups. Default: groups, else entitlements.")
                        .optional(Kind.TEXT),
                oidc.key("roles_claim", "Name or path of the claim with the roles, such as realm_access.roles.")
                        .or(Kind.TEXT, OidcSettings.USUAL_ROLES_CLAIM),
                rules(oidc),
                oidc.key("logout_url", "Where the logout button leads. Default: what the provider says.")
                        .optional(Kind.HTTP_URL),
                lifetime(oidc),
                trust(oidc));
        if (!enabled) {
            return Optional.empty();
        }
        check(oidc, settings, provider, client);
        return Optional.of(settings);
    }

    private static List<String> scopes(Section oidc) {
        List<String> scopes = oidc.key("scopes", "What is asked of the provider; openid must be among it.")
                .list(Kind.TEXT, OidcSettings.USUAL_SCOPES);
        if (!scopes.contains("openid")) {
            oidc.problem("scopes", "must hold openid");
            return OidcSettings.USUAL_SCOPES;
        }
        return scopes;
    }

    private static SignInRules rules(Section oidc) {
        List<String> domains = oidc.key(
                        "allowed_domains",
                        "Organisations that may enter: the domain of the verified e-mail address, at Google the"
                                + " domain of the account (hd).")
                .oneOrMore(DOMAIN, List.of());
        List<String> roles = oidc.key("allowed_roles", "Roles of which one is needed to enter.")
                .oneOrMore(Kind.TEXT, List.of());
        List<String> adminRoles =
                oidc.key("admin_roles", "Roles that make an operator.").oneOrMore(Kind.TEXT, List.of());
        boolean otherGate = !domains.isEmpty() || !roles.isEmpty();
        return oidc.section(
                "groups",
                "Groups by which people may enter, compared exactly.",
                groups -> new SignInRules(
                        userGroups(groups, otherGate ? List.of() : List.of(SignInRules.USUAL_USER_GROUP)),
                        groups.key("admin_access", "Groups that make an operator.")
                                .oneOrMore(Kind.TEXT, List.of(SignInRules.USUAL_ADMIN_GROUP)),
                        roles,
                        adminRoles,
                        domains));
    }

    private static List<String> userGroups(Section groups, List<String> usual) {
        List<String> given = groups.key(
                        "user_access",
                        "Groups of which one is needed to enter; [] for none. Default: "
                                + SignInRules.USUAL_USER_GROUP
                                + ", or none where allowed_domains or allowed_roles is given.")
                .oneOrMore(Kind.TEXT, List.of());
        return groups.isGiven("user_access") ? given : usual;
    }

    private static Duration lifetime(Section oidc) {
        int hours = oidc.key("session_timeout_hours", "How long somebody stays signed in.")
                .or(Kind.number(1, 720), (int) OidcSettings.USUAL_LIFETIME.toHours());
        return Duration.ofHours(hours);
    }

    private static Trust trust(Section oidc) {
        boolean skip = oidc.key(
                        "skip_tls_verify",
                        "Takes any certificate of the provider. Whoever is on the way can then sign in as anybody.")
                .off();
        return skip ? Trust.ANY_CERTIFICATE : Trust.VERIFY;
    }

    private static void check(Section oidc, OidcSettings settings, Optional<URI> provider, Optional<String> client) {
        if (provider.isEmpty()) {
            oidc.problem("provider_url", "is missing; enabled is true");
        }
        if (client.isEmpty()) {
            oidc.problem("client_id", "is missing; enabled is true");
        }
        SignInRules rules = settings.rules();
        if (settings.providerUrl().equals(URI.create(SignInRules.GOOGLE))) {
            checkGoogle(oidc, rules);
        } else if (rules.userGroups().isEmpty()
                && rules.allowedRoles().isEmpty()
                && rules.allowedDomains().isEmpty()) {
            oidc.notice(oidc.path() + ": everybody whom the provider knows may enter");
        }
        if (settings.trust() == Trust.ANY_CERTIFICATE) {
            oidc.notice(oidc.path() + ".skip_tls_verify: whoever is on the way to the provider can sign in as anybody");
        }
    }

    /// Google knows everybody and tells no groups.
    private static void checkGoogle(Section oidc, SignInRules rules) {
        if (rules.allowedDomains().isEmpty()) {
            oidc.problem("allowed_domains", "is missing; everybody has an account at Google");
        } else if (!rules.userGroups().isEmpty()) {
            oidc.problem("groups.user_access", "would let nobody in; Google tells no groups");
        }
    }

    private static String domain(String text) {
        if (!text.matches(DOMAIN_FORM)) {
            throw new IllegalArgumentException("must be a domain such as example.com, without @");
        }
        return text.toLowerCase(Locale.ROOT);
    }
}
