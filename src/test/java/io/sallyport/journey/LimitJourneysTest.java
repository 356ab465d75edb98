package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.json.Json;
import io.sallyport.json.JsonObject;
import io.sallyport.testkit.Await;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.HandClock;
import io.sallyport.testkit.Person;
import io.sallyport.testkit.Script;
import io.sallyport.testkit.ScriptedUpstream;
import io.sallyport.testkit.SseClient;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Limits of people, groups and end users from the first call to the last, by a clock that the test moves. Each
/// answer uses 5 and 7 tokens, and a token costs a tenth of a cent.
final class LimitJourneysTest {
    private static final String ANSWER = """
            {"id":"c1","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"finish_reason":"stop",
            "message":{"role":"assistant","content":"hi"}}],
            "usage":{"prompt_tokens":5,"completion_tokens":7,"total_tokens":12}}""";

    private final HandClock clock = HandClock.at(Instant.now().truncatedTo(ChronoUnit.MINUTES));
    private final ScriptedUpstream upstream = ScriptedUpstream.start().always(Script.json(200, ANSWER));

    @AfterEach
    void close() {
        upstream.close();
    }

    @Test
    @Tag("LI21")
    @Tag("LI22")
    @Tag("LI32")
    void blocksAKeyThatUsedUpItsQuotaUntilTheWindowIsOver() {
        try (GatewayHarness gateway = setup().start()) {
            Person operator = Person.operator(gateway, "root@example.org");
            String profile = profile(
                    operator,
                    ",\"quotas\":[{\"per\":\"key\",\"metric\":\"requests\",\"amount\":2,\"window_minutes\":60}]");
            String key = key(Person.in(gateway, "ada@example.org"), profile, "");
            List<Integer> first = List.of(call(gateway, key), call(gateway, key), call(gateway, key));

            Json block = block(operator);
            clock.move(Duration.ofMinutes(63));

            assertThat(first).containsExactly(200, 200, 429);
            assertThat(block.path("limit.name").text()).isEqualTo("Quota of Open");
            assertThat(block.path("left").text()).isEqualTo("0");
            assertThat(eventually(gateway, key)).isEqualTo(200);
        }
    }

    @Test
    @Tag("LI32")
    void letsAnOperatorTakeABlockAway() {
        try (GatewayHarness gateway =
                setup().element("limits", limit("key", "requests", "1", "24h")).start()) {
            Person operator = Person.operator(gateway, "root@example.org");
            String profile = profile(operator, "");
            String key = key(Person.in(gateway, "ada@example.org"), profile, "");
            List<Integer> first = List.of(call(gateway, key), call(gateway, key));
            Json block = block(operator);

            var forgiven = operator.post(
                    "/admin/api/limits/" + block.path("limit.id").text() + "/forgive",
                    Json.object()
                            .put("subject", block.get("subject").text())
                            .toJson()
                            .toString());

            assertThat(first).containsExactly(200, 429);
            assertThat(forgiven.statusCode()).isEqualTo(200);
            assertThat(eventually(gateway, key)).isEqualTo(200);
        }
    }

    @Test
    @Tag("LI20")
    void countsOpenWebuiUsersApart() {
        try (GatewayHarness gateway = setup().start()) {
            Person operator = Person.operator(gateway, "root@example.org");
            String profile = profile(
                    operator,
                    ",\"openwebui_headers\":true,\"quotas\":[{\"per\":\"openwebui_user\",\"metric\":\"requests\","
                            + "\"amount\":1,\"window_minutes\":60}]");
            String key = key(Person.in(gateway, "webui@example.org"), profile, ",\"openwebui_opt_in\":true");

            int carol = call(gateway, key, Map.of("X-OpenWebUI-User-Id", "carol"));
            int carolAgain = call(gateway, key, Map.of("X-OpenWebUI-User-Id", "carol"));
            int dave = call(gateway, key, Map.of("X-OpenWebUI-User-Id", "dave"));

            assertThat(List.of(carol, carolAgain, dave)).containsExactly(200, 429, 200);
        }
    }

    @Test
    @Tag("LI1")
    void limitsAUserAloneAndAGroupTogether() {
        try (GatewayHarness gateway = setup().element("limits", limit("user", "requests", "2", "minute"))
                .element("limits", limit("group", "requests", "3", "minute"))
                .start()) {
            String profile = profile(Person.operator(gateway, "root@example.org"), "");
            String alice = key(Person.in(gateway, "alice@example.org", "dev"), profile, "");
            String bob = key(Person.in(gateway, "bob@example.org", "dev"), profile, "");
            String carol = key(Person.in(gateway, "carol@example.org", "ops"), profile, "");

            List<Integer> hers = List.of(call(gateway, alice), call(gateway, alice), call(gateway, alice));
            List<Integer> theirs = List.of(call(gateway, bob), call(gateway, bob));
            int other = call(gateway, carol);
            clock.move(Duration.ofMinutes(1));

            assertThat(hers).containsExactly(200, 200, 429);
            assertThat(theirs).containsExactly(200, 429);
            assertThat(other).isEqualTo(200);
            assertThat(eventually(gateway, alice)).isEqualTo(200);
        }
    }

    @Test
    @Tag("LI9")
    @Tag("LI10")
    void cutsAUserOffAtTheirBudgetUntilItIsRaised() {
        try (GatewayHarness gateway = setup().start()) {
            Person operator = Person.operator(gateway, "root@example.org");
            Person alice = Person.in(gateway, "alice@example.org", "dev");
            String key = key(alice, profile(operator, ""), "");
            JsonObject budget = limit("user", "cost", "0.01", "month")
                    .put("subject", alice.user().id().value());
            String id = Json.parse(
                            operator.post("/admin/api/limits", budget.toJson().toString())
                                    .body())
                    .get("id")
                    .text();
            int reached = upstream.requests().size();
            int refused = call(gateway, key);

            operator.send(
                    "PUT",
                    "/admin/api/limits/" + id,
                    budget.put("amount", "5").toJson().toString());

            assertThat(refused).isEqualTo(403);
            assertThat(upstream.requests()).hasSize(reached);
            assertThat(call(gateway, key)).isEqualTo(200);
        }
    }

    @Test
    @Tag("LI13")
    void beginsRollingWindowsAndDaysAnew() {
        try (GatewayHarness gateway = setup().element("limits", limit("tenant", "requests", "2", "30h"))
                .element("limits", limit("key", "requests", "1", "day"))
                .start()) {
            int first = call(gateway, GatewayHarness.KEY);
            int sameDay = call(gateway, GatewayHarness.KEY);
            clock.move(Duration.ofHours(24));
            int nextDay = eventually(gateway, GatewayHarness.KEY);
            clock.move(Duration.ofHours(24));
            int third = eventually(gateway, GatewayHarness.KEY);

            assertThat(List.of(first, sameDay, nextDay, third)).containsExactly(200, 429, 200, 200);
        }
    }

    /// Journey H, step 7.
    @Test
    @Tag("LI1")
    @Tag("LI8")
    void limitsTheTokensOfAUserAloneAndOfAGroupTogether() {
        try (GatewayHarness gateway = setup().element("limits", limit("user", "tokens", "170", "minute"))
                .element("limits", limit("group", "tokens", "190", "minute"))
                .start()) {
            String profile = profile(Person.operator(gateway, "root@example.org"), "");
            String alice = key(Person.in(gateway, "alice@example.org", "dev"), profile, "");
            String bob = key(Person.in(gateway, "bob@example.org", "dev"), profile, "");
            String carol = key(Person.in(gateway, "carol@example.org", "ops"), profile, "");

            int hers = callsUntilRefused(gateway, alice);
            int his = callsUntilRefused(gateway, bob);
            int theirs = callsUntilRefused(gateway, carol);
            clock.move(Duration.ofMinutes(1));

            // A call sets aside some hundred tokens and uses twelve.
            assertThat(hers).isEqualTo(theirs).isGreaterThan(his);
            assertThat(his).isPositive();
            assertThat((hers + his) * 12).isLessThan(190);
            assertThat(eventually(gateway, alice)).isEqualTo(200);
            assertThat(eventually(gateway, bob)).isEqualTo(200);
        }
    }

    private static int callsUntilRefused(GatewayHarness gateway, String key) {
        int calls = 0;
        int status = call(gateway, key);
        while (status == 200) {
            calls++;
            status = call(gateway, key);
        }
        assertThat(status).isEqualTo(429);
        return calls;
    }

    /// Journey L, step 13.
    @Test
    @Tag("LI25")
    @Tag("LI28")
    void beginsAMonthOnTheConfiguredDay() {
        LocalDate reset = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).plusDays(1);
        JsonObject monthly = limit("key", "requests", "2", "month").put("reset_day", reset.getDayOfMonth());
        try (GatewayHarness gateway = setup().element("limits", monthly).start()) {
            List<Integer> before = List.of(
                    call(gateway, GatewayHarness.KEY),
                    streamed(gateway, GatewayHarness.KEY),
                    call(gateway, GatewayHarness.KEY));
            int reached = upstream.requests().size();
            clock.move(Duration.between(clock.instant(), reset.atStartOfDay(ZoneOffset.UTC))
                    .minusSeconds(1));
            int justBefore = call(gateway, GatewayHarness.KEY);
            int refused = upstream.requests().size();
            clock.move(Duration.ofSeconds(1));

            assertThat(before).containsExactly(200, 200, 429);
            assertThat(justBefore).isEqualTo(429);
            assertThat(List.of(reached, refused)).containsExactly(2, 2);
            assertThat(eventually(gateway, GatewayHarness.KEY)).isEqualTo(200);
        }
    }

    private static int streamed(GatewayHarness gateway, String key) {
        try (SseClient client = SseClient.post(
                gateway.url().resolve("/v1/chat/completions"),
                Map.of("authorization", "Bearer " + key),
                "{\"model\":\"chat\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}")) {
            client.rest();
            return client.status();
        }
    }

    @Test
    @Tag("LI3")
    void limitsOneAliasAndNoOther() {
        try (GatewayHarness gateway = setup().alias("other", "open/m")
                .element("limits", limit("global", "requests", "1", "minute").put("model", "chat"))
                .start()) {
            List<Integer> chat = List.of(call(gateway, GatewayHarness.KEY), call(gateway, GatewayHarness.KEY));

            try (SseClient other = gateway.chat("other", "")) {
                assertThat(chat).containsExactly(200, 429);
                assertThat(other.status()).isEqualTo(200);
            }
        }
    }

    private GatewayHarness.Setup setup() {
        return GatewayHarness.with()
                .clock(clock)
                .restless()
                .server("output_cap", "100")
                .backend("open", upstream.url())
                .alias("chat", "open/m")
                .section("keys", Json.object().put("reveal", "owner"))
                .pricedByThousands();
    }

    private static JsonObject limit(String scope, String metric, String amount, String window) {
        return Json.object()
                .put("name", metric + " of " + scope)
                .put("scope", scope)
                .put("metric", metric)
                .put("amount", amount)
                .put("window", window);
    }

    private static String profile(Person operator, String more) {
        String body = "{\"name\":\"Open\",\"backends\":[\"open\"]" + more + "}";
        return Json.parse(operator.post("/admin/api/profiles", body).body())
                .get("id")
                .text();
    }

    private static String key(Person owner, String profile, String more) {
        String body = "{\"name\":\"mine\",\"profile\":\"" + profile + "\"" + more + "}";
        return Json.parse(owner.post("/api/keys", body).body()).get("api_key").text();
    }

    /// The one block there is, once it stands in the books; they are written behind the answers.
    private static Json block(Person operator) {
        return Await.answer(() -> blocks(operator), found -> !found.isEmpty()).getFirst();
    }

    private static List<Json> blocks(Person operator) {
        return operator.read("/admin/api/limit-standings?exceeded=true")
                .get("data")
                .elements();
    }

    /// What is free again may be unknown for another moment.
    private static int eventually(GatewayHarness gateway, String key) {
        return Await.answer(() -> call(gateway, key), status -> status == 200);
    }

    private static int call(GatewayHarness gateway, String key) {
        return call(gateway, key, Map.of());
    }

    private static int call(GatewayHarness gateway, String key, Map<String, String> headers) {
        Map<String, String> all = new HashMap<>(headers);
        all.put("authorization", "Bearer " + key);
        try (SseClient client = SseClient.post(
                gateway.url().resolve("/v1/chat/completions"),
                all,
                "{\"model\":\"chat\",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}")) {
            return client.status();
        }
    }
}
