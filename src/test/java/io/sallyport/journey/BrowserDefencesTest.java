package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.identity.Permission;
import io.sallyport.identity.SessionLife;
import io.sallyport.identity.Sessions;
import io.sallyport.identity.SignInLinks;
import io.sallyport.identity.User;
import io.sallyport.identity.Users;
import io.sallyport.json.Json;
import io.sallyport.lang.Secret;
import io.sallyport.testkit.DescribedRoute;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.Passerby;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What other sites, other people at the same computer and caches on the way try with somebody's browser, before a
/// gateway that browsers reach over HTTPS.
final class BrowserDefencesTest {
    private static final String COOKIE = "__Host-sallyport_session";

    private static GatewayHarness gateway;
    private static Passerby anybody;
    private static Users users;
    private static Sessions sessions;

    @BeforeAll
    static void start() {
        gateway = GatewayHarness.with()
                .server("public_url", "https://ai.example.com")
                .server(
                        "cors",
                        Json.object().put("allowed_origins", Json.array().add("*")))
                .start();
        anybody = new Passerby(gateway.url());
        users = new Users(gateway.database().database(), Clock.systemUTC());
        sessions = new Sessions(gateway.database().database(), () -> SessionLife.USUAL, Clock.systemUTC());
        users.addLocalOperator("spare@example.org", "", "admin");
    }

    @AfterAll
    static void stop() {
        anybody.close();
        gateway.close();
    }

    @Test
    @Tag("K09")
    void givesANewSessionAtEverySignInAndEndsTheOneBefore() {
        User ada = users.addLocal("ada@example.org", "", "admin");
        String first = cookie(signIn(ada));

        String second = cookie(signIn(ada, "cookie", first));

        assertThat(second).isNotEqualTo(first);
        assertThat(me(first).statusCode()).isEqualTo(401);
        assertThat(me(second).statusCode()).isEqualTo(200);
    }

    @Test
    @Tag("K09")
    void neverTakesASessionSomebodyElseMadeUp() {
        User bob = users.addLocal("bob@example.org", "", "admin");
        String planted = COOKIE + "=" + "planted".repeat(6);

        String given = cookie(signIn(bob, "cookie", planted));

        assertThat(given).isNotEqualTo(planted);
        assertThat(me(planted).statusCode()).isEqualTo(401);
    }

    @Test
    @Tag("K10")
    void bindsTheCookieToThisHostAndToHttps() {
        User carol = users.addLocal("carol@example.org", "", "admin");

        HttpResponse<String> answer = signIn(carol);
        String unbound = cookie(answer).replace("__Host-", "");

        assertThat(answer.headers().allValues("set-cookie"))
                .singleElement()
                .asString()
                .startsWith(COOKIE + "=")
                .contains("; Path=/", "; HttpOnly", "; SameSite=Lax", "; Secure")
                .doesNotContainIgnoringCase("domain");
        assertThat(me(unbound).statusCode()).isEqualTo(401);
        assertThat(me(cookie(answer) + "; " + COOKIE + "=another").statusCode()).isEqualTo(401);
    }

    @Test
    @Tag("K11")
    void signsOutEverywhereAtOnce() {
        User dave = users.addLocal("dave@example.org", "", "admin");
        Secret here = session(dave);
        String there = COOKIE + "=" + session(dave).reveal();

        HttpResponse<String> answer =
                anybody.send("DELETE", "/api/sessions", "", "cookie", cookie(here), "x-csrf-token", proof(here));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(me(there).statusCode()).isEqualTo(401);
        assertThat(me(cookie(here)).statusCode()).isEqualTo(401);
    }

    @Test
    @Tag("K13")
    void changesNothingForAPageThatCannotReadOurs() {
        User erin = users.addLocalOperator("erin@example.org", "", "admin");
        Secret hers = session(erin);
        String others = proof(session(erin));

        List<DescribedRoute> changes = DescribedRoute.of(gateway).stream()
                .filter(DescribedRoute::changesSomething)
                .filter(route -> route.permission() != Permission.OPEN)
                .toList();

        assertThat(changes).hasSizeGreaterThan(20).allSatisfy(route -> {
            assertThat(code(change(route, hers))).isEqualTo("csrf_token_missing");
            assertThat(code(change(route, hers, "origin", "null"))).isEqualTo("csrf_token_missing");
            assertThat(code(change(route, hers, "x-csrf-token", others))).isEqualTo("csrf_token_missing");
        });
        assertThat(me(cookie(hers)).statusCode()).isEqualTo(200);
    }

    @Test
    @Tag("B11")
    @Tag("K13")
    void takesNoBodyThatAFormOfAnotherSiteCouldSend() {
        User frank = users.addLocalOperator("frank@example.org", "", "admin");
        Secret his = session(frank);
        List<DescribedRoute> taking = DescribedRoute.of(gateway).stream()
                .filter(route -> route.takes().isPresent())
                .toList();

        assertThat(taking)
                .hasSizeGreaterThan(15)
                .allSatisfy(route -> List.of(
                                "text/plain",
                                "application/x-www-form-urlencoded",
                                "multipart/form-data; boundary=x",
                                "")
                        .forEach(type -> {
                            HttpResponse<String> answer = anybody.send(
                                    route.method(),
                                    route.path("default"),
                                    route.takes().orElseThrow().toString(),
                                    "content-type",
                                    type,
                                    "cookie",
                                    cookie(his),
                                    "x-csrf-token",
                                    proof(his));

                            assertThat(answer.statusCode())
                                    .as(type + " to " + route)
                                    .isEqualTo(415);
                            assertThat(code(answer)).isEqualTo("unsupported_media_type");
                        }));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//evil.example",
                "https:evil.example",
                "/\\evil.example",
                "\\\\evil.example",
                "/\t/evil.example",
                "/a\r\nset-cookie: x=y",
                "javascript:alert(1)",
                "https://ai.example.com@evil.example/"
            })
    @Tag("K15")
    void sendsNobodyToAnotherSiteAfterwards(String asked) {
        String grace = cookie(session(users.addLocal("grace@example.org", "", "admin")));

        HttpResponse<String> answer =
                anybody.get("/login?next=" + URLEncoder.encode(asked, StandardCharsets.UTF_8), "cookie", grace);

        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.headers().allValues("location")).containsExactly("/");
    }

    @Test
    @Tag("K19")
    void leavesNothingOfAPersonInACache() {
        String heidi = cookie(session(users.addLocal("heidi@example.org", "", "admin")));

        assertThat(List.of("/", "/keys", "/account", "/api/me", "/api/keys", "/api/sessions", "/login"))
                .allSatisfy(path -> assertThat(anybody.get(path, "cookie", heidi, "accept", "text/html")
                                .headers()
                                .allValues("cache-control"))
                        .as(path)
                        .containsExactly("no-store"));
        assertThat(List.of("/keys/x.css", "/account/x.js", "/api/me/x.css", "/api/me.css", "/login/a.png"))
                .allSatisfy(
                        path -> assertThat(anybody.get(path, "cookie", heidi).statusCode())
                                .as(path)
                                .isIn(400, 404));
    }

    @Test
    @Tag("K20")
    @Tag("K21")
    void standsInNoFrameAndTellsNoOtherSiteWhereSomebodyWas() {
        String ivan = cookie(session(users.addLocalOperator("ivan@example.org", "", "admin")));

        assertThat(List.of("/", "/login", "/admin/status", "/no-such-page", "/admin/no-such-page"))
                .allSatisfy(path -> {
                    HttpResponse<String> page = anybody.get(path, "cookie", ivan, "accept", "text/html");

                    assertThat(page.headers()
                                    .firstValue("content-security-policy")
                                    .orElse(""))
                            .as(path)
                            .contains("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'")
                            .doesNotContain("unsafe");
                    assertThat(page.headers().allValues("referrer-policy")).containsExactly("no-referrer");
                    assertThat(page.headers().allValues("x-content-type-options"))
                            .containsExactly("nosniff");
                });
        assertThat(List.of("/api/me", "/admin/api/keys", "/api/nothing", "/v1/nothing"))
                .allSatisfy(path -> assertThat(
                                anybody.get(path, "cookie", ivan).headers().allValues("x-content-type-options"))
                        .as(path)
                        .containsExactly("nosniff"));
    }

    @Test
    @Tag("K14")
    void letsPagesOfOtherOriginsReadTheModelApiAloneAndNeverWithCookies() {
        String judy = cookie(session(users.addLocalOperator("judy@example.org", "", "admin")));
        String key = "Bearer " + GatewayHarness.KEY;

        assertThat(List.of("/api/me", "/api/keys", "/admin/api/keys", "/admin/api/tenants", "/", "/openapi.json"))
                .allSatisfy(path -> {
                    for (String method : List.of("GET", "OPTIONS")) {
                        HttpResponse<String> answer = anybody.send(
                                method,
                                path,
                                "",
                                "origin",
                                "https://evil.example",
                                "cookie",
                                judy,
                                "access-control-request-method",
                                "POST");
                        assertThat(answer.headers().map().keySet())
                                .as(method + " " + path)
                                .noneMatch(name -> name.startsWith("access-control-"));
                    }
                });
        HttpResponse<String> models = anybody.get("/v1/models", "origin", "https://app.example", "authorization", key);
        assertThat(models.headers().firstValue("access-control-allow-origin")).contains("*");
        assertThat(models.headers().firstValue("access-control-allow-credentials"))
                .isEmpty();
        assertThat(anybody.get("/v1/models", "cookie", judy).statusCode()).isEqualTo(401);
    }

    private static HttpResponse<String> change(DescribedRoute route, Secret session, String... headers) {
        String[] all = new String[headers.length + 4];
        System.arraycopy(new String[] {"cookie", cookie(session), "content-type", "application/json"}, 0, all, 0, 4);
        System.arraycopy(headers, 0, all, 4, headers.length);
        return anybody.send(
                route.method(),
                route.path("default"),
                route.takes().map(Json::toString).orElse(""),
                all);
    }

    private static HttpResponse<String> signIn(User user, String... headers) {
        Secret link = new SignInLinks(gateway.database().database(), Clock.systemUTC())
                .issue(user.id(), Duration.ofMinutes(5));
        return anybody.post("/api/sign-in/link", "{\"token\":\"" + link.reveal() + "\"}", headers);
    }

    private static Secret session(User user) {
        return sessions.open(user, new Sessions.Browser("test", "127.0.0.1"), Optional.empty())
                .token();
    }

    private static HttpResponse<String> me(String cookie) {
        return anybody.get("/api/me", "cookie", cookie);
    }

    private static String cookie(Secret session) {
        return COOKIE + "=" + session.reveal();
    }

    private static String cookie(HttpResponse<String> answer) {
        return answer.headers().firstValue("set-cookie").orElseThrow().split(";", -1)[0];
    }

    private static String proof(Secret session) {
        return Sessions.proof(session).reveal();
    }

    private static String code(HttpResponse<String> answer) {
        return Json.parse(answer.body()).path("error.code").textOr("");
    }
}
