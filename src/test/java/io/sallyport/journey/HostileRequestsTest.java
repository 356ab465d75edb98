package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.crypto.KeyFormat;
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
import io.sallyport.testkit.RawHttp;
import io.sallyport.testkit.Script;
import io.sallyport.testkit.ScriptedUpstream;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What programs send that want more than they were given: members, headers, paths and keys that nobody asked for.
final class HostileRequestsTest {
    private static final String KEY = "Bearer " + GatewayHarness.KEY;
    private static final String OPERATOR = "Bearer " + GatewayHarness.ADMIN_KEY;

    private static ScriptedUpstream upstream;
    private static GatewayHarness gateway;
    private static Passerby anybody;
    private static Users users;

    @BeforeAll
    static void start() {
        upstream = ScriptedUpstream.start();
        gateway = GatewayHarness.with()
                .restless()
                .backend("one", upstream.url())
                .alias("chat", "one/m")
                .start();
        anybody = new Passerby(gateway.url());
        users = new Users(gateway.database().database(), Clock.systemUTC());
    }

    @AfterAll
    static void stop() {
        anybody.close();
        gateway.close();
        upstream.close();
    }

    @Test
    @Tag("J05")
    void refusesMembersThatNobodyMaySet() {
        Secret session = operator("mass@example.org");
        List<DescribedRoute> taking = DescribedRoute.of(gateway).stream()
                .filter(route -> route.takes().isPresent())
                .toList();

        assertThat(taking).hasSizeGreaterThan(15).allSatisfy(route -> {
            for (String member : List.of("is_admin", "spend", "created_at", "owner_id", "__proto__")) {
                HttpResponse<String> answer = anybody.send(
                        route.method(),
                        route.path("default"),
                        with(route.takes().orElseThrow(), member),
                        "content-type",
                        "application/json",
                        "cookie",
                        "sallyport_session=" + session.reveal(),
                        "x-csrf-token",
                        Sessions.proof(session).reveal());

                assertThat(answer.statusCode()).as(member + " to " + route).isEqualTo(400);
                assertThat(answer.body()).as(member + " to " + route).contains(member);
            }
        });
    }

    @Test
    @Tag("B01")
    void refusesABodyThatIsTooLargeBeforeItCame() {
        try (RawHttp declared = RawHttp.to(gateway.url().getPort());
                RawHttp chunked = RawHttp.to(gateway.url().getPort())) {
            declared.send("POST /v1/chat/completions HTTP/1.1\r\nhost: a\r\nauthorization: " + KEY
                    + "\r\ncontent-type: application/json\r\ncontent-length: 999999999999\r\n\r\n");
            chunked.send("POST /api/sign-in/password HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\n"
                    + "transfer-encoding: chunked\r\n\r\n100000\r\n" + " ".repeat(1 << 20) + "\r\n1\r\n ");

            assertThat(declared.reply().status()).isEqualTo(413);
            assertThat(chunked.reply().status()).isEqualTo(413);
        }
    }

    @Test
    @Tag("B13")
    void refusesMembersWhoseNamesCollide() {
        String members = IntStream.range(0, 100_000)
                .mapToObj(HostileRequestsTest::colliding)
                .map(name -> "\"" + name + "\":0")
                .collect(Collectors.joining(","));

        HttpResponse<String> answer = anybody.post("/v1/chat/completions", "{" + members + "}", "authorization", KEY);

        assertThat(answer.statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{{7*7}}", "${jndi:ldap://127.0.0.1:1/x}", "#{1+1}", "<%= 1 %>", "$where", "__proto__"})
    @Tag("B19")
    void takesWhatLooksLikeATemplateAsAText(String text) {
        upstream.forget();
        upstream.always(Script.json(200, "{\"object\":\"chat.completion\",\"choices\":[]}"));

        HttpResponse<String> made =
                anybody.post("/admin/api/keys", "{\"display_name\":" + Json.of(text) + "}", "authorization", OPERATOR);
        anybody.post(
                "/v1/chat/completions",
                "{\"model\":\"chat\",\"messages\":[{\"role\":\"user\",\"content\":" + Json.of(text) + "}]}",
                "authorization",
                KEY);

        assertThat(made.body()).contains("\"display_name\":" + Json.of(text));
        assertThat(upstream.requests())
                .singleElement()
                .satisfies(sent -> assertThat(sent.text()).contains("\"content\":" + Json.of(text)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"api_key", "key", "access_token", "token", "x-api-key", "authorization"})
    @Tag("I01")
    void takesNoKeyFromAnAddress(String parameter) {
        assertThat(anybody.get("/v1/models?" + parameter + "=" + GatewayHarness.KEY)
                        .statusCode())
                .isEqualTo(401);
        assertThat(anybody.get("/admin/api/keys?" + parameter + "=" + GatewayHarness.ADMIN_KEY)
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    @Tag("I03")
    void tellsNobodyHowMuchOfAKeyWasRight() {
        HttpResponse<String> made =
                anybody.post("/admin/api/keys", "{\"display_name\":\"guessed\"}", "authorization", OPERATOR);
        String known = secret(made);
        String unknown = KeyFormat.generate(new SecureRandom()).text().reveal();
        String mixed = known.substring(0, known.indexOf('.')) + unknown.substring(unknown.indexOf('.'));
        String cut = known.substring(0, known.length() - 1);

        List<String> answers = Stream.of(unknown, mixed, cut, "sk-x", "x")
                .map(key -> anybody.get("/v1/models", "authorization", "Bearer " + key))
                .map(answer -> answer.statusCode() + answer.body())
                .distinct()
                .toList();

        assertThat(answers).singleElement().asString().startsWith("401").contains("invalid_api_key");
    }

    @Test
    @Tag("P03")
    void goesWhereThePathSaysWhateverAHeaderSays() {
        for (String header :
                List.of("x-original-url", "x-rewrite-url", "x-forwarded-uri", "x-forwarded-prefix", "x-original-uri")) {
            HttpResponse<String> up = anybody.get("/admin/api/keys", header, "/health");
            HttpResponse<String> down = anybody.get("/v1/models", header, "/admin/api/keys", "authorization", KEY);

            assertThat(up.statusCode()).as(header).isEqualTo(401);
            assertThat(down.body()).as(header).contains("\"chat\"");
        }
    }

    @Test
    @Tag("P01")
    @Tag("P07")
    void believesNoHeaderAboutWhoCallsOrFromWhere() {
        String[] claims = {
            "x-forwarded-for", "10.0.0.1",
            "x-real-ip", "10.0.0.1",
            "forwarded", "for=10.0.0.1",
            "x-forwarded-host", "evil.example",
            "x-forwarded-user", "operator@example.org",
            "x-remote-user", "operator@example.org",
            "x-sallyport-tenant", "another",
            "x-sallyport-operator", "true",
            "x-tenant-id", "another"
        };
        upstream.forget();
        upstream.always(Script.json(200, "{\"object\":\"chat.completion\",\"choices\":[]}"));
        User user = users.addLocal("where@example.org", "", "admin");
        Secret link = new SignInLinks(gateway.database().database(), Clock.systemUTC())
                .issue(user.id(), Duration.ofMinutes(5));

        String cookie = anybody.post("/api/sign-in/link", "{\"token\":\"" + link.reveal() + "\"}", claims)
                .headers()
                .firstValue("set-cookie")
                .orElseThrow();
        HttpResponse<String> anonymous = anybody.get("/admin/api/keys", claims);
        anybody.post(
                "/v1/chat/completions", "{\"model\":\"chat\",\"messages\":[]}", concat(claims, "authorization", KEY));

        assertThat(anybody.get("/api/sessions", "cookie", cookie.split(";", 2)[0])
                        .body())
                .contains("127.0.0.1")
                .doesNotContain("10.0.0.1");
        assertThat(anonymous.statusCode()).isEqualTo(401);
        assertThat(upstream.requests())
                .singleElement()
                .satisfies(sent -> assertThat(sent.headers())
                        .noneMatch(header -> header.name().startsWith("x-"))
                        .noneMatch(header -> header.isNamed("forwarded")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PROXY TCP4 10.0.0.1 10.0.0.2 1 2\r\n", "\r\n\r\n\0\r\nQUIT\n!\u0011\0\f"})
    @Tag("P11")
    void refusesAProxyThatWasNotAskedToSpeakBeforeTheRequest(String preface) {
        try (RawHttp client = RawHttp.to(gateway.url().getPort())) {
            client.send(preface + "GET /health HTTP/1.1\r\nhost: a\r\n\r\n");

            assertThat(client.rest()).startsWith("HTTP/1.1 400 ").doesNotContain("HTTP/1.1 200");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/debug/pprof/heap",
                "/debug/vars",
                "/actuator/heapdump",
                "/actuator/env",
                "/jolokia",
                "/jmx",
                "/threads",
                "/heapdump",
                "/admin/api/debug",
                "/.env",
                "/.git/config",
                "/sallyport.yaml",
                "/WEB-INF/web.xml"
            })
    @Tag("N11")
    void hasNoDoorToItsInside(String path) {
        assertThat(anybody.get(path, "authorization", OPERATOR).statusCode()).isIn(400, 404);
    }

    @Test
    @Tag("J17")
    void hasNoDoorForAProviderThatIsNotConfigured() {
        HttpResponse<String> answer = anybody.send(
                "POST",
                "/oidc/backchannel-logout",
                "logout_token=a.b.c",
                "content-type",
                "application/x-www-form-urlencoded");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(anybody.get("/oidc/start").statusCode()).isEqualTo(404);
        assertThat(anybody.get("/oidc/callback?code=a&state=b").statusCode()).isEqualTo(404);
    }

    private static Secret operator(String email) {
        User user = users.addLocalOperator(email, "", "admin");
        return new Sessions(gateway.database().database(), () -> SessionLife.USUAL, Clock.systemUTC())
                .open(user, new Sessions.Browser("test", "127.0.0.1"), Optional.empty())
                .token();
    }

    private static String with(Json body, String member) {
        String text = body.toString();
        String begin = text.substring(0, text.length() - 1);
        return begin + (begin.equals("{") ? "" : ",") + "\"" + member + "\":1}";
    }

    /// Names of seventeen pairs of letters, all with one hash code in Java.
    private static String colliding(int number) {
        StringBuilder name = new StringBuilder();
        for (int bit = 0; bit < 17; bit++) {
            name.append(((number >> bit) & 1) == 0 ? "Aa" : "BB");
        }
        return name.toString();
    }

    private static String secret(HttpResponse<String> made) {
        return Json.parse(made.body()).get("api_key").text();
    }

    private static String[] concat(String[] some, String... more) {
        String[] all = new String[some.length + more.length];
        System.arraycopy(some, 0, all, 0, some.length);
        System.arraycopy(more, 0, all, some.length, more.length);
        return all;
    }
}
