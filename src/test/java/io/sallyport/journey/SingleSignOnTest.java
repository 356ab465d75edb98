package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.json.Json;
import io.sallyport.json.JsonObject;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.Person;
import io.sallyport.testkit.ScriptedUpstream;
import java.io.IOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.token.DefaultOAuth2TokenCallback;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Browsers go to the identity provider and come back signed in, or are told why not.
final class SingleSignOnTest {
    private static final MockOAuth2Server PROVIDER = new MockOAuth2Server();

    private static GatewayHarness gateway;
    private static GatewayHarness other;

    @BeforeAll
    static void start() throws IOException {
        PROVIDER.start(InetAddress.getLoopbackAddress(), 0);
        gateway = withProvider(PROVIDER.issuerUrl("main").toString()).start();
        other = withProvider(PROVIDER.issuerUrl("main").toString()).startBeside(gateway);
    }

    private static GatewayHarness.Setup withProvider(String issuer) {
        return GatewayHarness.with()
                .section(
                        "oidc",
                        Json.object()
                                .put("enabled", true)
                                .put("provider_url", issuer)
                                .put("client_id", "sallyport")
                                .put("client_secret", "a-secret-of-the-test"));
    }

    @AfterAll
    static void stop() {
        other.close();
        gateway.close();
        PROVIDER.shutdown();
    }

    @Test
    @Tag("ID1")
    @Tag("ID10")
    void leadsBackToThePageThatWasAskedFor() throws Exception {
        Browser browser = new Browser();
        says("ada", "gasket-users");

        HttpResponse<String> asked = browser.get(gateway.url().resolve("/keys"));
        HttpResponse<String> back = browser.signIn("/keys");

        assertThat(location(asked).toString()).startsWith("/login?next=");
        assertThat(back.statusCode()).isEqualTo(303);
        assertThat(location(back)).hasToString("/keys");
        assertThat(browser.get(gateway.url().resolve("/keys")).statusCode()).isEqualTo(200);
    }

    @Test
    @Tag("ID7")
    @Tag("ID11")
    void knowsTheGroupsOfThePersonOnEveryInstance() throws Exception {
        Browser browser = new Browser();
        says("bob", "gasket-users", "research");
        browser.signIn("/");

        Json me = Json.parse(browser.get(other.url().resolve("/api/me")).body());

        assertThat(me.path("user.groups").toString()).contains("research");
        assertThat(me.get("operator").toString()).isEqualTo("false");
    }

    @Test
    void opensThePageToSignInWithoutAskingTheProvider() throws Exception {
        try (ScriptedUpstream silent = ScriptedUpstream.start();
                GatewayHarness asking =
                        withProvider(silent.url().resolve("/").toString()).start()) {
            HttpResponse<String> methods = new Browser().get(asking.url().resolve("/api/sign-in"));

            assertThat(Json.parse(methods.body()).path("oidc.enabled").bool()).isTrue();
            assertThat(silent.requests()).isEmpty();
        }
    }

    @Test
    @Tag("ID2")
    void refusesWhoeverIsNotInTheGroup() throws Exception {
        Browser browser = new Browser();
        says("carol", "somebody-else");

        HttpResponse<String> back = browser.signIn("/");

        assertThat(back.statusCode()).isEqualTo(403);
        assertThat(browser.get(gateway.url().resolve("/api/me")).statusCode()).isEqualTo(401);
    }

    @Test
    @Tag("ID3")
    void makesAnOperatorOfWhoeverIsInTheirGroup() throws Exception {
        Browser browser = new Browser();
        says("dave", "gasket-users", "gasket-admins");
        browser.signIn("/");

        assertThat(browser.get(gateway.url().resolve("/admin/api/keys")).statusCode())
                .isEqualTo(200);
    }

    @Test
    @Tag("AP1")
    void showsOperatorsWhetherTheProviderAnswers() throws Exception {
        Person operator = Person.operator(gateway, "root@example.org");

        Json status = operator.read("/admin/api/status");

        Json provider = component(status);
        assertThat(provider.get("status").text()).isEqualTo("up");
        assertThat(provider.get("latency_ms").isNumber()).isTrue();
        assertThat(status.toString()).doesNotContain("a-secret-of-the-test");
    }

    @Test
    @Tag("AP1")
    void showsOperatorsThatTheProviderIsDown() throws Exception {
        JsonObject oidc = Json.object()
                .put("enabled", true)
                .put("provider_url", "http://127.0.0.1:9/main")
                .put("client_id", "sallyport")
                .put("client_secret", "a-secret-of-the-test");
        try (GatewayHarness alone = GatewayHarness.with().section("oidc", oidc).startBeside(gateway)) {
            Json status = Person.operator(alone, "root@example.org").read("/admin/api/status");

            assertThat(status.get("status").text()).isEqualTo("degraded");
            assertThat(component(status).get("status").text()).isEqualTo("down");
            assertThat(component(status).get("detail").text())
                    .startsWith("the provider gave no answer")
                    .doesNotContain("127.0.0.1", "a-secret-of-the-test");
        }
    }

    private static Json component(Json status) {
        return status.get("components").elements().stream()
                .filter(component -> component.get("kind").text().equals("oidc"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    @Tag("K17")
    void refusesACallbackNobodyAskedFor() throws Exception {
        Browser browser = new Browser();

        HttpResponse<String> back =
                browser.get(gateway.url().resolve("/oidc/callback?code=stolen&state=somebody-elses"));

        assertThat(back.statusCode()).isEqualTo(303);
        assertThat(location(back).toString()).startsWith("/login?problem=sign_in_state");
        assertThat(back.headers().allValues("set-cookie")).isEmpty();
    }

    @Test
    @Tag("K17")
    void refusesACallbackThatAnotherBrowserStarted() throws Exception {
        URI callback = new Browser().callback("/");

        HttpResponse<String> back = new Browser().get(callback);

        assertThat(location(back).toString()).startsWith("/login?problem=sign_in_state");
    }

    @Test
    @Tag("K23")
    void letsTwoTabsSignIn() throws Exception {
        Browser browser = new Browser();
        says("frank", "gasket-users");
        URI first = browser.callback("/keys");
        URI second = browser.callback("/models");

        assertThat(location(browser.get(first))).hasToString("/keys");
        says("frank", "gasket-users");
        assertThat(location(browser.get(second))).hasToString("/models");
    }

    @Test
    @Tag("K12")
    void endsTheSessionsTheProviderSaysHaveEnded() throws Exception {
        Browser browser = new Browser();
        says("grace", "gasket-users");
        browser.signIn("/");
        String token = PROVIDER.issueToken(
                        "main",
                        "sallyport",
                        new DefaultOAuth2TokenCallback(
                                "main",
                                "grace",
                                "logout+jwt",
                                List.of("sallyport"),
                                Map.of(
                                        "events",
                                        Map.of("http://schemas.openid.net/event/backchannel-logout", Map.of()),
                                        "jti",
                                        UUID.randomUUID().toString()),
                                60))
                .serialize();

        HttpResponse<String> first = logout(token);
        HttpResponse<String> repeated = logout(token);

        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(repeated.statusCode()).isEqualTo(400);
        assertThat(browser.get(gateway.url().resolve("/api/me")).statusCode()).isEqualTo(401);
    }

    private static HttpResponse<String> logout(String token) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(other.url().resolve("/oidc/backchannel-logout"))
                            .header("content-type", "application/x-www-form-urlencoded")
                            .POST(BodyPublishers.ofString(
                                    "logout_token=" + URLEncoder.encode(token, StandardCharsets.UTF_8)))
                            .build(),
                    BodyHandlers.ofString());
        }
    }

    private static void says(String subject, String... groups) {
        PROVIDER.enqueueCallback(new DefaultOAuth2TokenCallback(
                "main",
                subject,
                "JWT",
                List.of("sallyport"),
                Map.of("email", subject + "@example.org", "groups", List.of(groups)),
                300));
    }

    private static URI location(HttpResponse<String> answer) {
        return URI.create(answer.headers().firstValue("location").orElseThrow());
    }

    /// A browser that keeps cookies and shows each redirect.
    private static final class Browser {
        private final CookieManager cookies = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
        private final HttpClient client =
                HttpClient.newBuilder().cookieHandler(cookies).build();

        HttpResponse<String> get(URI url) throws IOException, InterruptedException {
            return client.send(
                    HttpRequest.newBuilder(url).header("accept", "text/html").build(), BodyHandlers.ofString());
        }

        /// The address at which the provider sends the browser back.
        URI callback(String next) throws IOException, InterruptedException {
            HttpResponse<String> started =
                    get(gateway.url().resolve("/oidc/start?next=" + URLEncoder.encode(next, StandardCharsets.UTF_8)));
            return location(get(location(started)));
        }

        HttpResponse<String> signIn(String next) throws IOException, InterruptedException {
            return get(callback(next));
        }
    }
}
