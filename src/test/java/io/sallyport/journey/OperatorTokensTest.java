package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.json.Json;
import io.sallyport.testkit.Employee;
import io.sallyport.testkit.Installation;
import io.sallyport.testkit.TestDatabase;
import java.net.InetAddress;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.token.DefaultOAuth2TokenCallback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Operators sign in at the paths of the older control plane, with a password or by single sign-on.
final class OperatorTokensTest {
    private static final String OPERATORS_ROUTE = "/admin/api/tenants";
    private static final Map<String, String> SECRETS =
            Map.of("SALLYPORT_KEY_HASH_SECRET", "a-pepper-that-only-tests-use");

    private static final String SETTINGS = """
            deployment_profile: standard
            auth: {enable_named_client_keys: true}
            admin_api: {enabled: true}
            health: {check_interval: 0s}
            database: {acquire_timeout: 10s}
            bootstrap:
              admin_users: [{email: ada@example.org, password: a sentence of mine}]
            """;

    private static final String LOGIN = "{\"email\":\"ada@example.org\",\"password\":\"a sentence of mine\"}";

    private final TestDatabase database = TestDatabase.migrated();

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    @Tag("O5")
    @Tag("ID14")
    @Tag("ID15")
    void openTheOperatorsRoutesUntilTheyAreRenewed() {
        try (Installation here = start(SETTINGS);
                Installation there = start(SETTINGS)) {
            HttpResponse<String> login = here.post("/admin/auth/login", LOGIN);
            HttpResponse<String> renewed = there.post("/admin/auth/refresh", "", "cookie", cookie(login));
            HttpResponse<String> again = here.post("/admin/auth/refresh", "", "cookie", cookie(login));

            assertThat(login.headers().firstValue("set-cookie").orElseThrow())
                    .startsWith("og_admin_session=")
                    .contains("HttpOnly");
            assertThat(there.get(OPERATORS_ROUTE, bearer(login)).statusCode()).isEqualTo(200);
            assertThat(here.get(OPERATORS_ROUTE, bearer(renewed)).statusCode()).isEqualTo(200);
            assertThat(here.get(OPERATORS_ROUTE).statusCode()).isEqualTo(401);
            assertThat(cookie(renewed)).isNotEqualTo(cookie(login));
            assertThat(again.statusCode()).isEqualTo(401);
        }
    }

    @Test
    @Tag("O14")
    @Tag("ID17")
    void comeFromTheProviderAloneWherePasswordsAreOff() {
        MockOAuth2Server provider = new MockOAuth2Server();
        provider.start(InetAddress.getLoopbackAddress(), 0);
        provider.enqueueCallback(new DefaultOAuth2TokenCallback(
                "main",
                "grace",
                "JWT",
                List.of("sallyport"),
                Map.of("email", "grace@example.org", "groups", List.of("gasket-users", "gasket-admins")),
                300));

        try (Installation gateway = start(SETTINGS + onlyBy(provider));
                Employee grace = new Employee()) {
            HttpResponse<String> signedIn = grace.signIn(gateway.url(), "/admin/auth/oidc");

            assertThat(signedIn.statusCode()).isEqualTo(303);
            assertThat(grace.get(gateway.url(), OPERATORS_ROUTE).statusCode()).isEqualTo(200);
            assertThat(gateway.post("/admin/auth/login", LOGIN).statusCode()).isEqualTo(404);
            assertThat(Json.parse(gateway.get("/admin/auth/methods").body()))
                    .hasToString("{\"local\":false,\"oidc\":true}");
        } finally {
            provider.shutdown();
        }
    }

    private static String onlyBy(MockOAuth2Server provider) {
        return """
                admin:
                  auth: {local: {enabled: false}}
                  oidc:
                    enabled: true
                    provider_url: %s
                    client_id: sallyport
                    client_secret: a-secret-of-the-test
                """.formatted(provider.issuerUrl("main"));
    }

    private Installation start(String settings) {
        return Installation.of(settings, database, SECRETS);
    }

    private static String[] bearer(HttpResponse<String> login) {
        return new String[] {
            "authorization",
            "Bearer " + Json.parse(login.body()).get("access_token").text()
        };
    }

    private static String cookie(HttpResponse<String> login) {
        return login.headers().firstValue("set-cookie").orElseThrow().split(";", 2)[0];
    }
}
