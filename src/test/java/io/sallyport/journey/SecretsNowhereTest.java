package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.sallyport.crypto.PasswordHasher;
import io.sallyport.database.Database;
import io.sallyport.identity.LoginThrottle;
import io.sallyport.identity.Passwords;
import io.sallyport.identity.SignInLinks;
import io.sallyport.identity.User;
import io.sallyport.identity.Users;
import io.sallyport.json.Json;
import io.sallyport.json.JsonObject;
import io.sallyport.lang.Secret;
import io.sallyport.testkit.CanarySink;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.Installation;
import io.sallyport.testkit.Person;
import io.sallyport.testkit.Script;
import io.sallyport.testkit.ScriptedUpstream;
import io.sallyport.testkit.SseClient;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.slf4j.LoggerFactory;

/// What people hold (keys, cookies, tokens, passwords, links) is found in no log, table, metric, error or page.
@TestInstance(Lifecycle.PER_CLASS)
@Tag("I13")
@Tag("N01")
@Tag("N03")
final class SecretsNowhereTest {
    private static final String PASSWORD = "a-password-canary-4711-of-ada";
    private static final String WRONG = "a-mistyped-password-canary-4711";
    private static final String FORGED = "sk-canary471100.canary-secret-that-nobody-issued-000000000";

    private static final String MAIL_PASSWORD = "a-mail-password-canary-4711";
    private static final String WEBHOOK_SECRET = "a-webhook-secret-canary-4711-0815";

    private static final String ANSWER = """
            {"id":"1","object":"chat.completion","model":"m","choices":[{"index":0,"finish_reason":"stop",
             "message":{"role":"assistant","content":"hello"}}],
             "usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}""";

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Logger ours = (Logger) LoggerFactory.getLogger("io.sallyport");
    private final Logger calls = (Logger) LoggerFactory.getLogger("call");
    private final ScriptedUpstream upstream = ScriptedUpstream.start().always(Script.json(200, ANSWER));
    private final GatewayHarness gateway = GatewayHarness.with()
            .backend("open", upstream.url())
            .alias("chat", "open/m")
            .section("keys", Json.object().put("reveal", "owner"))
            .section("observability", Json.object().put("log_form", "text"))
            .section("alerts", alerts(upstream))
            .word("content_capture", "full")
            .start();
    private final HttpClient client = HttpClient.newHttpClient();
    private final Person operator = Person.operator(gateway, "root@example.org");
    private final Person ada = Person.in(gateway, "ada@example.org");
    private final CanarySink sink = new CanarySink();

    @BeforeAll
    void listens() {
        log.start();
        root.addAppender(log);
        ours.setLevel(Level.TRACE);
        calls.setLevel(Level.TRACE);
    }

    @AfterAll
    void closes() {
        calls.setLevel(null);
        ours.setLevel(null);
        root.detachAppender(log);
        client.close();
        gateway.close();
        upstream.close();
    }

    @Test
    @Tag("K21")
    void keepsWhatPeopleHoldToThemselves() throws Exception {
        signsIn();
        List<String> keys = livesOfAKey();
        plant(ada.cookie(), operator.cookie());
        sink.plant(PASSWORD).plant(WRONG).plant(FORGED).plant(MAIL_PASSWORD).plant(WEBHOOK_SECRET);

        calls(keys);
        refusals(keys.getFirst());
        sink.collect("test alert", operator.post("/admin/api/alerts/test", "{}").body());
        pages();
        gateway.settled(1);
        Installation.rows(gateway.database(), "select request_id from request_content", 1);
        sink.collect("metrics", get("/metrics").body());
        sink.collect("log", logged());
        tables();

        assertThat(logged()).contains("key.rotate", "key.reveal", "key.revoke", "remote");
        assertThat(sink.findings()).isEmpty();
    }

    @Test
    @Tag("K21")
    void logsNoQueryOfAPageThatABrowserReports() throws Exception {
        String report = """
                {"csp-report":{"document-uri":"https://here/oidc/callback?code=canary-code&state=canary-state",
                 "violated-directive":"img-src","blocked-uri":"https://elsewhere/pixel?canary-pixel",
                 "source-file":"https://here/login#canary-link"}}""";

        HttpResponse<String> taken = post("/csp-report", report);

        assertThat(taken.statusCode()).isEqualTo(204);
        assertThat(logged()).contains("https://here/oidc/callback").doesNotContain("canary-code", "canary-state");
        assertThat(logged()).doesNotContain("canary-pixel", "canary-link");
    }

    /// A webhook that arrives, and mails to a server that is no mail server.
    private static JsonObject alerts(ScriptedUpstream receiver) {
        JsonObject smtp = Json.object()
                .put("host", "127.0.0.1")
                .put("port", 9)
                .put("tls", "none")
                .put("username", "sallyport")
                .put("password", MAIL_PASSWORD)
                .put("from", "sallyport@example.org");
        JsonObject webhook = Json.object().put("secrets", WEBHOOK_SECRET).put("allowed_networks", "127.0.0.1");
        return Json.object()
                .put("emails", "ops@example.org")
                .put("webhooks", receiver.url().toString())
                .put("smtp", smtp)
                .put("webhook", webhook);
    }

    /// By password, by token, by link: each works, and each fails once.
    private void signsIn() throws Exception {
        Database database = gateway.database().database();
        Users users = new Users(database, Clock.systemUTC());
        User local = users.addLocal("local@example.org", "Local", "admin");
        new Passwords(users, database, new PasswordHasher(new SecureRandom(), 1), new LoginThrottle(Clock.systemUTC()))
                .change(local, Secret.of(PASSWORD));
        Secret link = new SignInLinks(database, Clock.systemUTC()).issue(local.id(), Duration.ofMinutes(5));

        HttpResponse<String> session = post("/api/sign-in/password", login(PASSWORD));
        HttpResponse<String> token = post("/admin/auth/login", login(PASSWORD));
        HttpResponse<String> linked = post("/api/sign-in/link", "{\"token\":\"" + link.reveal() + "\"}");

        plant(cookie(session), cookie(token), cookie(linked));
        sink.plant(Json.parse(token.body()).get("access_token").text()).plant(link.reveal());
        sink.collect("errors", post("/api/sign-in/password", login(WRONG)).body());
        sink.collect("errors", post("/admin/auth/login", login(WRONG)).body());
        sink.collect(
                "errors",
                post("/api/sign-in/link", "{\"token\":\"" + link.reveal() + "\"}")
                        .body());
        sink.collect(
                "errors",
                post("/api/sign-in/password", "{\"email\":1,\"password\":\"" + PASSWORD)
                        .body());
    }

    /// A key is made, shown again, rotated and revoked.
    ///
    /// @return the texts it had
    private List<String> livesOfAKey() {
        String profile = Json.parse(operator.post(
                                "/admin/api/profiles",
                                "{\"name\":\"Open\",\"backends\":[\"open\"],\"content_audit\":true}")
                        .body())
                .get("id")
                .text();
        Json made = Json.parse(ada.post("/api/keys", "{\"name\":\"mine\",\"profile\":\"" + profile + "\"}")
                .body());
        String first = "/api/keys/" + made.path("key.id").text();
        Json shown = Json.parse(ada.post(first + "/reveal", "").body());
        Json rotated =
                Json.parse(ada.post(first + "/rotate", "{\"grace_minutes\":10}").body());
        String second = "/api/keys/" + rotated.path("key.id").text();
        List<String> texts =
                List.of(made.get("api_key").text(), rotated.get("api_key").text());

        assertThat(shown.get("api_key").text()).isEqualTo(texts.getFirst());
        texts.forEach(text -> sink.plant(text).plant(text.substring(text.indexOf('.') + 1)));
        sink.collect("answers", ada.get("/api/keys").body() + ada.get(second).body());
        sink.collect("answers", operator.get("/admin/api/keys").body());
        sink.collect("answers", ada.post(second + "/revoke", "").body());
        return texts;
    }

    private void calls(List<String> keys) {
        call(FORGED);
        keys.reversed().forEach(this::call);
        sink.collect("answers", operator.get("/admin/api/requests").body());
        sink.collect("answers", operator.get("/admin/api/audit/events").body());
    }

    private void call(String key) {
        try (SseClient answer = SseClient.post(
                gateway.url().resolve("/v1/chat/completions"),
                Map.of("authorization", "Bearer " + key, "x-api-key", key, "cookie", ada.cookie()),
                "{\"model\":\"chat\",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}")) {
            sink.collect("calls", answer.status() + answer.rest().toString());
        }
    }

    /// Secrets where they do not belong.
    private void refusals(String key) throws Exception {
        sink.collect("error of a query", get("/v1/models?api_key=" + key).body());
        sink.collect("error of a page", get("/login?token=" + key).body());
        sink.collect("error of a path", ada.get("/api/keys/" + key).body());
        sink.collect(
                "error of a value",
                ada.post("/api/keys", "{\"name\":\"x\",\"profile\":\"" + key + "\"}")
                        .body());
        sink.collect("error of a body", ada.post("/api/keys", key).body());
        sink.collect("error of a forgery", ada.forged("POST", "/api/keys", "{}").body());
    }

    private void pages() {
        for (String path : List.of("/", "/keys", "/profiles", "/models", "/connect", "/account", "/login")) {
            page(ada.get(path));
        }
        for (String path : List.of("/admin/status", "/admin/keys", "/admin/people", "/admin/backends")) {
            page(operator.get(path));
        }
    }

    private void page(HttpResponse<String> page) {
        assertThat(page.headers().firstValue("referrer-policy")).contains("no-referrer");
        sink.collect("pages", page.body());
    }

    /// Every row of every table.
    private void tables() {
        gateway.database()
                .rows("select table_name from information_schema.tables where table_schema = 'sallyport'"
                        + " and table_type = 'BASE TABLE'")
                .forEach(table -> sink.collect(
                        "table " + table.getFirst(),
                        gateway.database()
                                .rows("select * from " + table.getFirst())
                                .toString()));
    }

    private void plant(String... cookies) {
        for (String cookie : cookies) {
            sink.plant(cookie.substring(cookie.indexOf('=') + 1));
        }
    }

    private String logged() {
        return List.copyOf(log.list).stream()
                .map(event -> event.getFormattedMessage() + event.getKeyValuePairs() + event.getThrowableProxy())
                .reduce("", String::concat);
    }

    private static String login(String password) {
        return Json.object()
                .put("email", "local@example.org")
                .put("password", password)
                .toJson()
                .toString();
    }

    private static String cookie(HttpResponse<String> answer) {
        return answer.headers().firstValue("set-cookie").orElseThrow().split(";", -1)[0];
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(gateway.url().resolve(path)).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, String json) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(gateway.url().resolve(path))
                        .header("content-type", "application/json")
                        .POST(BodyPublishers.ofString(json))
                        .build(),
                BodyHandlers.ofString());
    }
}
