package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.sallyport.json.Json;
import io.sallyport.json.JsonObject;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.HandClock;
import io.sallyport.testkit.Person;
import io.sallyport.testkit.Script;
import io.sallyport.testkit.ScriptedUpstream;
import io.sallyport.testkit.SseClient;
import jakarta.mail.MessagingException;
import java.net.http.HttpResponse;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Alerts of whole gateways, to a real mail server and a real receiver of webhooks.
@Timeout(300)
final class AlertsJourneyTest {
    private static final String PASSWORD = "mail-password-canary-1138";
    private static final String SECRET = "whsec_d2ViaG9vay1zZWNyZXQtY2FuYXJ5LTU1NTU=";
    private static final String PATH = "/hooks/path-canary-2001-0123456789";

    private static final String ANSWER = """
            {"id":"1","object":"chat.completion","model":"m","choices":[{"index":0,"finish_reason":"stop",
             "message":{"role":"assistant","content":"hello"}}],
             "usage":{"prompt_tokens":10,"completion_tokens":10,"total_tokens":20}}""";

    private final GreenMail mails = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    private final ScriptedUpstream receiver = ScriptedUpstream.start().always(Script.json(200, "{}"));
    private final ScriptedUpstream backend = ScriptedUpstream.start();

    @BeforeEach
    void start() {
        mails.start();
        mails.setUser("sallyport@example.com", "sallyport", PASSWORD);
    }

    @AfterEach
    void stop() {
        mails.stop();
        receiver.close();
        backend.close();
    }

    private JsonObject alerts() {
        return Json.object()
                .put("check_interval", "200ms")
                .put("emails", "ops@example.com")
                .put("webhooks", receiver.url() + PATH)
                .put(
                        "smtp",
                        Json.object()
                                .put("host", "127.0.0.1")
                                .put("port", mails.getSmtp().getPort())
                                .put("tls", "none")
                                .put("username", "sallyport")
                                .put("password", PASSWORD)
                                .put("from", "sallyport@example.com"))
                .put("webhook", Json.object().put("secrets", SECRET).put("allowed_networks", "127.0.0.1"))
                .put("providers", Json.object().put("error_rate", "0.5").put("minimum_calls", 5));
    }

    private GatewayHarness.Setup house() {
        return GatewayHarness.with()
                .section("alerts", alerts())
                .backend("one", backend.url())
                .alias("chat", "one/m")
                .restless();
    }

    /// Journey O, step 11.
    @Test
    @Tag("LI14")
    @Tag("LI15")
    @Tag("LI16")
    void warnsOnceBeforeALimitIsUsedUpAndTellsOnceThatItIs() throws MessagingException {
        backend.always(Script.json(200, ANSWER));
        JsonObject weekly = Json.object()
                .put("name", "Demo weekly")
                .put("scope", "tenant")
                .put("metric", "tokens")
                .put("amount", 100)
                .put("window", "week")
                .put("warning_threshold", "0.75")
                .put("alert_cooldown", "90m");
        try (GatewayHarness gateway = house().element("limits", weekly).start();
                GatewayHarness second = house().element("limits", weekly).startBeside(gateway)) {
            for (int call = 0; call < 4; call++) {
                spend(gateway);
            }
            boolean warned = mails.waitForIncomingEmail(60_000, 1);
            int refused = spend(gateway) == 200 ? spend(second) : 429;
            boolean told = mails.waitForIncomingEmail(60_000, 2);
            Json seen = Person.operator(gateway, "root@example.org")
                    .read("/admin/api/alerts?kind=limit")
                    .get("data");

            assertThat(warned && told).isTrue();
            assertThat(refused).isEqualTo(429);
            assertThat(mails.getReceivedMessages()[0].getSubject()).isEqualTo("Limit Demo weekly is used by 80 %");
            assertThat(mails.getReceivedMessages()[1].getSubject()).isEqualTo("Limit Demo weekly is used up");
            assertThat(mails.getReceivedMessages()).hasSize(2);
            assertThat(seen.size()).isEqualTo(2);
            assertThat(seen.path("0.payload.metric").text()).isEqualTo("tokens");
        }
    }

    /// Journey O, step 11: warned, left alone for the cooldown, warned again, refused, told at once, and anew
    /// next week.
    @Test
    @Tag("O11")
    @Tag("LI15")
    @Tag("LI16")
    void keepsTheCooldownOfABudgetAndEscalates() {
        HandClock clock = mondayMorning();
        backend.always(Script.json(200, ANSWER));
        try (GatewayHarness gateway = house().clock(clock)
                .pricedByThousands()
                .section("budgets", Json.object().put("exceeded_status", 402))
                .element(
                        "limits",
                        weekly("cost", "0.40")
                                .put("scope", "tenant")
                                .put("warning_threshold", "0.75")
                                .put("alert_cooldown", "90m"))
                .start()) {
            Instant begin = clock.instant();
            int refused = useUp(gateway, clock);
            List<Json> told = LimitHouse.eventually(
                            Person.operator(gateway, "root@example.org"),
                            "/admin/api/alerts?kind=limit",
                            AlertsJourneyTest::wereTold)
                    .reversed();
            clock.move(Duration.ofDays(7));

            assertThat(refused).isEqualTo(402);
            assertThat(told)
                    .extracting(alert -> alert.get("title").text())
                    .containsExactly(
                            "Limit Demo weekly is used by 75 %",
                            "Limit Demo weekly is used by 80 %", "Limit Demo weekly is used up");
            assertThat(told)
                    .extracting(alert -> Duration.between(
                                    begin, Instant.parse(alert.get("at").text()))
                            .toMinutes())
                    .containsExactly(0L, 91L, 92L);
            assertThat(receiver.requests()).hasSize(3);
            assertThat(spend(gateway)).isEqualTo(200);
        }
    }

    /// Each alert waits for the one before.
    ///
    /// @return status of the call that is refused
    private int useUp(GatewayHarness gateway, HandClock clock) {
        spend(gateway, 15);
        awaitMails(1);
        spend(gateway, 1);
        clock.move(Duration.ofMinutes(91));
        awaitMails(2);
        clock.move(Duration.ofMinutes(1));
        int status = spend(gateway);
        while (status == 200) {
            status = spend(gateway);
        }
        awaitMails(3);
        return status;
    }

    /// By mail and by webhook.
    private static boolean wereTold(List<Json> alerts) {
        return alerts.stream().allMatch(alert -> alert.get("attempts").size() == 2);
    }

    private static JsonObject weekly(String metric, String amount) {
        return Json.object()
                .put("name", "Demo weekly")
                .put("metric", metric)
                .put("amount", amount)
                .put("window", "week");
    }

    /// Of this week, so that the books have pages for it.
    private static HandClock mondayMorning() {
        return HandClock.at(LocalDate.ofInstant(Instant.now(), ZoneOffset.UTC)
                .with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY))
                .atTime(8, 0)
                .toInstant(ZoneOffset.UTC));
    }

    private void awaitMails(int count) {
        assertThat(mails.waitForIncomingEmail(60_000, count)).isTrue();
    }

    private static void spend(GatewayHarness gateway, int calls) {
        for (int call = 0; call < calls; call++) {
            assertThat(spend(gateway)).isEqualTo(200);
        }
    }

    @Test
    void foretellsThatABudgetWillNotLast() throws MessagingException {
        HandClock clock = mondayMorning();
        backend.always(Script.json(200, ANSWER));
        try (GatewayHarness gateway = house().clock(clock)
                .section("alerts", alerts().put("forecast_after", "0.04"))
                .element("limits", weekly("tokens", "1000").put("scope", "key"))
                .start()) {
            Person root = Person.operator(gateway, "root@example.org");
            spend(gateway, 13);
            awaitMails(1);
            List<Json> told =
                    root.read("/admin/api/alerts?kind=forecast").get("data").elements();
            String runsOut = root.read("/admin/api/limit-standings?scope=key")
                    .path("data.0.runs_out_at")
                    .text();

            assertThat(mails.getReceivedMessages()[0].getSubject())
                    .isEqualTo("Limit Demo weekly will be used up before its window ends");
            assertThat(told).hasSize(1);
            assertThat(told.getFirst().path("payload.type").text()).isEqualTo("forecast");
            assertThat(runsOut)
                    .isGreaterThan(told.getFirst().path("payload.window_start").text())
                    .isLessThan(told.getFirst().path("payload.resets_at").text());
        }
    }

    private static int spend(GatewayHarness gateway) {
        try (SseClient call = gateway.chat("chat", ",\"max_tokens\":10")) {
            return call.status();
        }
    }

    @Test
    @Tag("LI33")
    @Tag("LI15")
    void tellsOnceWhenABackendFailsWhoeverOfTwoInstancesNotices() {
        try (GatewayHarness first = house().start();
                GatewayHarness second = house().startBeside(first)) {
            Person root = Person.operator(first, "root@example.org");
            for (int call = 0; call < 5; call++) {
                first.chat("chat", "").close();
                second.chat("chat", "").close();
            }

            boolean told = mails.waitForIncomingEmail(60_000, 1);
            Json seen = root.at(second).read("/admin/api/alerts?kind=provider").get("data");

            assertThat(told).isTrue();
            assertThat(seen.size()).isEqualTo(1);
            assertThat(seen.path("0.title").text()).startsWith("Backend one fails 100 % of its calls");
            assertThat(mails.getReceivedMessages()).hasSize(1);
            assertThat(receiver.requests()).hasSizeLessThan(2);
        }
    }

    @Test
    @Tag("LI17")
    void triesWhetherAlertsArriveAndSaysNothingSecret() {
        try (GatewayHarness gateway = house().start()) {
            Person root = Person.operator(gateway, "root@example.org");

            HttpResponse<String> reached = root.post("/admin/api/alerts/test", "{}");
            HttpResponse<String> missed = root.post(
                    "/admin/api/alerts/test", "{\"webhooks\":[\"http://127.0.0.1:9/x\",\"http://10.0.0.1/\"]}");
            HttpResponse<String> listed = root.get("/admin/api/alerts?kind=test");

            assertThat(Json.parse(reached.body()).get("success").bool()).isTrue();
            assertThat(mails.getReceivedMessages()).hasSize(1);
            assertThat(receiver.requests()).hasSize(1);
            assertThat(Json.parse(missed.body()).path("attempts.0.error").text())
                    .isEqualTo("the receiver cannot be reached");
            assertThat(Json.parse(missed.body()).path("attempts.1.error").text())
                    .contains("not public");
            assertThat(Json.parse(listed.body()).get("data").size()).isEqualTo(2);
            assertThat(reached.body() + missed.body() + listed.body())
                    .contains(receiver.url() + "/...")
                    .doesNotContain(PASSWORD, SECRET, "path-canary");
        }
    }

    @Test
    void refusesATestThatWouldTellNobody() {
        try (GatewayHarness gateway = GatewayHarness.with().start()) {
            Person root = Person.operator(gateway, "root@example.org");

            assertThat(root.post("/admin/api/alerts/test", "{}").statusCode()).isEqualTo(400);
            assertThat(root.post("/admin/api/alerts/test", "{\"emails\":[\"a\\r\\nb\"]}")
                            .statusCode())
                    .isEqualTo(400);
            assertThat(root.post("/admin/api/alerts/test", "{\"webhooks\":[\"ftp://a/\"]}")
                            .statusCode())
                    .isEqualTo(400);
        }
    }
}
