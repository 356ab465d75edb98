package io.sallyport.journey;

import io.sallyport.testkit.Installation;
import io.sallyport.testkit.ScriptedUpstream;
import io.sallyport.testkit.TestDatabase;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.token.DefaultOAuth2TokenCallback;

/// A company that governs its keys: an empty database, an identity provider, and a file that instances are started
/// from.
final class GovernedCompany implements AutoCloseable {
    /// Where the logout button leads.
    static final String AFTERWARDS = "https://intranet.example.org/signed-out";

    private static final Map<String, String> SECRETS = Map.of(
            "SALLYPORT_KEY_HASH_SECRET",
            "a-pepper-that-only-tests-use",
            "SALLYPORT_MASTER_KEY",
            "1:MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=");

    private final MockOAuth2Server provider = new MockOAuth2Server();
    private final TestDatabase database = TestDatabase.empty();
    private final ScriptedUpstream upstream;

    GovernedCompany(ScriptedUpstream upstream) {
        this.upstream = upstream;
        provider.start(InetAddress.getLoopbackAddress(), 0);
    }

    TestDatabase database() {
        return database;
    }

    /// One instance.
    ///
    /// @param rules the text of the policy in the file
    Installation open(String rules) {
        return Installation.of(
                """
                deployment_profile: standard
                server: {provider_timeout: 30s}
                database: {acquire_timeout: 10s, statement_timeout: 10s}
                auth: {enable_named_client_keys: true}
                admin_api: {enabled: true}
                keys: {reveal: owner}
                content_capture: full
                health: {check_interval: 0s}
                oidc:
                  enabled: true
                  provider_url: %s
                  client_id: sallyport
                  client_secret: a-secret-of-the-test
                  groups: {user_access: gasket-users, admin_access: gasket-admins}
                  logout_url: %s
                portal:
                  default_theme: dark
                  banners: [{position: below_navbar, visibility: user, text: "Maintenance **tonight**"}]
                backends: [{name: first, kind: openai_compatible, base_url: "%s", api_key: key-of-the-backend}]
                models: [{alias: chat, targets: [{backend: first, model: m}]}]
                policies: [{name: House rules, content: %s}]
                backend_profiles:
                  - {name: Employees, oidc_groups: [gasket-users], backends: [first], policy_names: [House rules]}
                  - {name: Directors, oidc_groups: [directors], backends: [first]}
                """.formatted(provider.issuerUrl("main"), AFTERWARDS, upstream.url(), rules), database, SECRETS);
    }

    /// Whom the provider vouches for next, and in which groups.
    void says(String subject, String... groups) {
        provider.enqueueCallback(new DefaultOAuth2TokenCallback(
                "main",
                subject,
                "JWT",
                List.of("sallyport"),
                Map.of("email", subject + "@example.org", "groups", List.of(groups)),
                300));
    }

    @Override
    public void close() {
        provider.shutdown();
        database.close();
    }
}
