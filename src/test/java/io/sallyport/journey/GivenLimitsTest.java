package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.json.Json;
import io.sallyport.json.JsonObject;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.Person;
import io.sallyport.testkit.Script;
import io.sallyport.testkit.ScriptedUpstream;
import io.sallyport.testkit.SseClient;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Limits that people give to what is theirs to give: never wider than what they have.
@Tag("LI31")
@Tag("I15")
final class GivenLimitsTest {
    private static final String ANSWER = """
            {"id":"c1","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"finish_reason":"stop",
            "message":{"role":"assistant","content":"hi"}}],
            "usage":{"prompt_tokens":5,"completion_tokens":7,"total_tokens":12}}""";
    private static final String KEYS = "/admin/api/keys";

    private final ScriptedUpstream upstream = ScriptedUpstream.start().always(Script.json(200, ANSWER));
    private final GatewayHarness gateway = GatewayHarness.with()
            .restless()
            .backend("one", upstream.url())
            .alias("chat", "one/m")
            .element("limits", limit("tenant", "cost", "50", "month"))
            .element("limits", limit("key", "requests", "3", "24h"))
            .start();
    private final Person operator = Person.operator(gateway, "grace@example.org");

    @AfterEach
    void close() {
        gateway.close();
        upstream.close();
    }

    @Test
    void refusesAKeyALimitAboveTheOneOfItsTenant() {
        HttpResponse<String> wide = operator.post(KEYS, key(wish("cost", "51", "30d")));
        HttpResponse<String> narrow = operator.post(KEYS, key(wish("cost", "50", "month")));

        assertThat(wide.statusCode()).isEqualTo(403);
        assertThat(code(wide)).isEqualTo("scope_exceeds_grantor");
        assertThat(wide.body()).contains("allows at most $50");
        assertThat(narrow.statusCode()).isEqualTo(201);
        assertThat(gateway.database().rows("select count(*) from api_key where display_name = 'given'"))
                .containsExactly(List.of("1"));
    }

    @Test
    void refusesALimitThatMakesNoSense() {
        HttpResponse<String> negative = operator.post(KEYS, key(wish("requests", "-1", "24h")));
        HttpResponse<String> broken = operator.post(KEYS, key(wish("requests", "1.5", "24h")));
        HttpResponse<String> endless = operator.post(KEYS, key(wish("requests", "1", "forever")));

        assertThat(negative.statusCode()).isEqualTo(400);
        assertThat(broken.statusCode()).isEqualTo(400);
        assertThat(endless.statusCode()).isEqualTo(400);
    }

    @Test
    @Tag("LI5")
    void letsAnOperatorGiveAKeyMoreThanEachKeyHas() {
        String text = made(operator.post(KEYS, key(wish("requests", "5", "24h"))));

        assertThat(callsUntilRefused(text)).isEqualTo(5);
    }

    @Test
    void letsAManagerOfATenantOnlyMakeLimitsOfKeysNarrower() {
        String home = "/api/tenants/" + tenant();
        HttpResponse<String> wide = operator.post(home + "/keys", key(wish("requests", "4", "24h")));
        String text = made(operator.post(home + "/keys", key(wish("requests", "2", "24h"))));

        assertThat(wide.statusCode()).isEqualTo(403);
        assertThat(code(wide)).isEqualTo("scope_exceeds_grantor");
        assertThat(callsUntilRefused(text)).isEqualTo(2);
    }

    @Test
    void neverLetsALimitOfAnOwnerWidenOneOfAnOperator() {
        String home = "/api/tenants/" + tenant();
        Json key = Json.parse(
                operator.post(home + "/keys", key(wish("requests", "3", "24h"))).body());
        gateway.database().execute("update limit_rule set amount = 100");
        operator.post(home + "/limits", within("key", key.path("key.id").text(), "cost", "1", "month"));

        assertThat(callsUntilRefused(key.get("api_key").text())).isEqualTo(3);
    }

    @Test
    void letsAManagerLimitProjectsGroupsAndKeysOfTheTenantAlone() {
        String tenant = tenant();
        String home = "/api/tenants/" + tenant + "/limits";
        HttpResponse<String> project = operator.post(home, within("project", tenant, "cost", "20", "month"));
        HttpResponse<String> group = operator.post(home, within("group", "staff", "cost", "20", "month"));
        HttpResponse<String> wide = operator.post(home, within("project", tenant, "cost", "51", "month"));
        HttpResponse<String> foreign = operator.post(home, within("project", "default", "cost", "1", "month"));
        HttpResponse<String> itself = operator.post(home, within("tenant", tenant, "cost", "1", "month"));

        assertThat(project.statusCode()).isEqualTo(201);
        assertThat(Json.parse(group.body()).get("subject").text()).isEqualTo("staff");
        assertThat(wide.statusCode()).isEqualTo(403);
        assertThat(foreign.statusCode()).isEqualTo(400);
        assertThat(itself.statusCode()).isEqualTo(400);
    }

    @Test
    void changesAndTakesLimitsAwayWithinTheTenantAlone() {
        String tenant = tenant();
        String home = "/api/tenants/" + tenant + "/limits/";
        String id = id(
                operator.post("/api/tenants/" + tenant + "/limits", within("project", tenant, "cost", "20", "month")));
        HttpResponse<String> wider = operator.send("PUT", home + id, "{\"amount\":\"60\"}");
        HttpResponse<String> fitting = operator.send("PUT", home + id, "{\"amount\":\"30\"}");
        HttpResponse<String> elsewhere = operator.send("DELETE", "/api/tenants/default/limits/" + id, "");
        HttpResponse<String> gone = operator.send("DELETE", home + id, "");

        assertThat(wider.statusCode()).isEqualTo(403);
        assertThat(Json.parse(fitting.body()).get("amount").text()).isEqualTo("30");
        assertThat(elsewhere.statusCode()).isEqualTo(404);
        assertThat(gone.statusCode()).isEqualTo(200);
    }

    @Test
    void leavesLimitsOfOperatorsAlone() {
        String tenant = tenant();
        JsonObject theirs = Json.object()
                .put("name", "theirs")
                .put("scope", "project")
                .put("subject", tenant)
                .put("metric", "cost")
                .put("amount", "5");
        String id = id(operator.post("/admin/api/limits", theirs.toJson().toString()));

        HttpResponse<String> kept = operator.send("DELETE", "/api/tenants/" + tenant + "/limits/" + id, "");

        assertThat(kept.statusCode()).isEqualTo(404);
    }

    private String tenant() {
        return id(operator.post("/admin/api/tenants", "{\"name\":\"research\"}"));
    }

    private int callsUntilRefused(String key) {
        for (int calls = 0; calls < 10; calls++) {
            try (SseClient call = SseClient.post(
                    gateway.url().resolve("/v1/chat/completions"),
                    Map.of("authorization", "Bearer " + key),
                    "{\"model\":\"chat\",\"max_tokens\":5,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}")) {
                if (call.status() != 200) {
                    assertThat(call.status()).isEqualTo(429);
                    return calls;
                }
            }
        }
        return 10;
    }

    private static String made(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return Json.parse(answer.body()).get("api_key").text();
    }

    private static String id(HttpResponse<String> answer) {
        return Json.parse(answer.body()).get("id").text();
    }

    private static String key(JsonObject wish) {
        return Json.object()
                .put("display_name", "given")
                .put("limits", Json.array().add(wish))
                .toJson()
                .toString();
    }

    private static JsonObject wish(String metric, String amount, String window) {
        return Json.object().put("metric", metric).put("amount", amount).put("window", window);
    }

    private static String within(String scope, String subject, String metric, String amount, String window) {
        return wish(metric, amount, window)
                .put("scope", scope)
                .put("subject", subject)
                .toJson()
                .toString();
    }

    private static JsonObject limit(String scope, String metric, String amount, String window) {
        return wish(metric, amount, window).put("name", metric).put("scope", scope);
    }

    private static String code(HttpResponse<String> answer) {
        return Json.parse(answer.body()).path("error.code").text();
    }
}
