package io.sallyport.app.settings;

import static io.sallyport.app.settings.SettingsFixture.accepted;
import static io.sallyport.app.settings.SettingsFixture.problems;
import static io.sallyport.app.settings.SettingsFixture.read;
import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.identity.LocalLoginSettings;
import io.sallyport.identity.oidc.OidcSettings;
import io.sallyport.identity.oidc.SignInRules;
import io.sallyport.lang.Secret;
import io.sallyport.net.OutboundRequest.Trust;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SignInSectionTest {

    private static final String MINIMAL = "enabled: true, provider_url: 'https://login.example.org', client_id: gate";

    @Test
    @Tag("ID16")
    void readsTheProvider() {
        Settings settings = accepted(read("""
                        oidc:
                          enabled: true
                          label: Enter
                          provider_url: https://login.example.org/realms/main
                          client_id: gate
                          client_secret: hush
                          redirect_url: https://gate.example.org/back
                          scopes: [openid, groups]
                          groups: {user_access: [a, b], admin_access: c}
                          groups_claim: teams
                          roles_claim: realm_access.roles
                          allowed_roles: [d]
                          admin_roles: e
                          allowed_domains: [Example.org]
                          logout_url: https://example.org/bye
                          session_timeout_hours: 2
                          skip_tls_verify: true
                        """)).value();

        assertThat(settings.signIn().oidc())
                .contains(new OidcSettings(
                        "Enter",
                        URI.create("https://login.example.org/realms/main"),
                        "gate",
                        Optional.of(Secret.of("hush")),
                        Optional.of(URI.create("https://gate.example.org/back")),
                        List.of("openid", "groups"),
                        Optional.of("teams"),
                        "realm_access.roles",
                        new SignInRules(
                                List.of("a", "b"), List.of("c"), List.of("d"), List.of("e"), List.of("example.org")),
                        Optional.of(URI.create("https://example.org/bye")),
                        Duration.ofHours(2),
                        Trust.ANY_CERTIFICATE));
    }

    @Test
    @Tag("ID2")
    @Tag("ID3")
    @Tag("ID6")
    void hasTheUsualGroupsAndLifetime() {
        OidcSettings oidc = oidc("oidc: {" + MINIMAL + "}");

        assertThat(oidc.rules().userGroups()).containsExactly("gasket-users");
        assertThat(oidc.rules().adminGroups()).containsExactly("gasket-admins");
        assertThat(oidc.sessionLifetime()).isEqualTo(Duration.ofHours(8));
        assertThat(oidc.trust()).isEqualTo(Trust.VERIFY);
    }

    @Test
    void asksForNoGroupWhereAnotherGateStands() {
        assertThat(oidc("oidc: {" + MINIMAL + ", allowed_domains: example.org}")
                        .rules()
                        .userGroups())
                .isEmpty();
        assertThat(oidc("oidc: {" + MINIMAL + ", allowed_roles: [a], groups: {user_access: b}}")
                        .rules()
                        .userGroups())
                .containsExactly("b");
    }

    @Test
    @Tag("C25")
    void findsTheProviderInItsOlderPlace() {
        assertThat(oidc("admin: {oidc: {" + MINIMAL + "}}").clientId()).isEqualTo("gate");
    }

    @Test
    void keepsTheProviderOffUnlessItIsSwitchedOn() {
        Settings settings = accepted(read("oidc: {client_id: gate}")).value();

        assertThat(settings.signIn().oidc()).isEmpty();
    }

    @Test
    void tellsThatEverybodyMayEnter() {
        assertThat(accepted(read("oidc: {" + MINIMAL + ", groups: {user_access: []}}"))
                        .notices())
                .containsExactly("oidc: everybody whom the provider knows may enter");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "oidc: {enabled: true, client_id: a}|oidc.provider_url: is missing; enabled is true",
                "oidc: {enabled: true, provider_url: 'http://a'}|oidc.client_id: is missing; enabled is true",
                "oidc: {scopes: [email]}|oidc.scopes: must hold openid",
                "oidc: {allowed_domains: ['@example.org']}"
                        + "|oidc.allowed_domains[0]: must be a domain such as example.com, without @",
                "oidc: {session_timeout_hours: 0}|oidc.session_timeout_hours: must be a whole number from 1 to 720",
                "oidc: {enabled: true, provider_url: 'https://accounts.google.com', client_id: a}"
                        + "|oidc.allowed_domains: is missing; everybody has an account at Google",
                "oidc: {enabled: true, provider_url: 'https://accounts.google.com', client_id: a,"
                        + " allowed_domains: example.org, groups: {user_access: a}}"
                        + "|oidc.groups.user_access: would let nobody in; Google tells no groups",
                "{oidc: {client_id: a}, admin: {oidc: {client_id: a}}}"
                        + "|admin.oidc: is the older place of oidc; keep one of them",
                "admin: {auth: {access_ttl: 15m, refresh_ttl: 5m}}"
                        + "|admin.auth.refresh_ttl: must not be less than access_ttl",
                "admin: {auth: {cookie_name: 'a;b'}}"
                        + "|admin.auth.cookie_name: must be 1 to 64 letters, digits, dots, lines or underlines"
            })
    void refusesWhatCannotBeMeant(String text, String problem) {
        assertThat(problems(read(text))).containsExactly("test.yaml:1: " + problem);
    }

    @Test
    @Tag("ID16")
    void readsTheLocalLogin() {
        Settings settings = accepted(read("""
                                admin:
                                  auth:
                                    local: {enabled: false}
                                    jwt_secret_env: MY_SECRET
                                    access_ttl: 5m
                                    refresh_ttl: 1h
                                    cookie_name: renewal
                                """, Map.of("MY_SECRET", "0123456789abcdef0123456789abcdef")))
                .value();

        assertThat(settings.signIn().local())
                .isEqualTo(new LocalLoginSettings(
                        false,
                        Optional.of(Secret.of("0123456789abcdef0123456789abcdef")),
                        Duration.ofMinutes(5),
                        Duration.ofHours(1),
                        "renewal"));
    }

    @Test
    void refusesAShortSecret() {
        assertThat(problems(read("", Map.of("ROUTER_ADMIN_SESSION_JWT_SECRET", "0123456789abcdef"))))
                .containsExactly("test.yaml:1: admin.auth.jwt_secret_env: the environment variable"
                        + " ROUTER_ADMIN_SESSION_JWT_SECRET must hold at least 32 bytes");
    }

    private static OidcSettings oidc(String text) {
        return accepted(read(text)).value().signIn().oidc().orElseThrow();
    }
}
