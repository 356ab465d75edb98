package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.json.Json;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.Person;
import io.sallyport.testkit.Script;
import io.sallyport.testkit.ScriptedUpstream;
import io.sallyport.testkit.SseClient;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Budgets and rates by the paths of the older gateway. A call costs up to a dollar for a thousand tokens.
@Tag("C37")
final class OlderLimitPathsTest {
    private static final String ANSWER = """
            {"id":"c1","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"finish_reason":"stop",
            "message":{"role":"assistant","content":"hi"}}],
            "usage":{"prompt_tokens":5,"completion_tokens":7,"total_tokens":12}}""";

    private final ScriptedUpstream upstream = ScriptedUpstream.start().always(Script.json(200, ANSWER));
    private final GatewayHarness gateway = GatewayHarness.with()
            .restless()
            .backend("one", upstream.url())
            .alias("chat", "one/m")
            .pricedByThousands()
            .section("budgets", Json.object().put("enabled", true).put("default_usd", 1))
            .start();
    private final Person operator = Person.operator(gateway, "grace@example.org");

    @AfterEach
    void close() {
        gateway.close();
        upstream.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/admin", "/admin/api"})
    @Tag("LI18")
    void raisesTheBudgetOfEachTenantAtOnce(String home) {
        int before = call(2_000);
        HttpResponse<String> set = operator.send("PUT", home + "/budgets/default", "{\"budget_usd\":5}");

        assertThat(before).isEqualTo(403);
        assertThat(set.statusCode()).isEqualTo(200);
        assertThat(call(2_000)).isEqualTo(200);
        assertThat(operator.read("/admin/api/limits").path("data.0.amount").text())
                .isEqualTo("5");
        assertThat(operator.read("/admin/api/limits").get("data").size()).isEqualTo(1);
    }

    @Test
    @Tag("LI18")
    @Tag("LI12")
    void givesOneTenantABudgetOfItsOwnAndTakesItAway() {
        String own = "/admin/tenants/default/budget";
        int none = operator.get(own).statusCode();
        HttpResponse<String> set = operator.send("PUT", own, """
                {"budget_usd":5,"window":"rolling_30d","warning_threshold":0.75,"alert_emails":["a@example.org"],
                 "alert_cooldown_seconds":5400}""");
        Json shown = operator.read(own);
        Json overrides = operator.read("/admin/budgets/overrides");
        int with = call(2_000);
        int gone = operator.send("DELETE", own, "").statusCode();

        assertThat(set.statusCode()).as(set.body()).isEqualTo(200);
        assertThat(none).isEqualTo(404);
        assertThat(shown.get("window").text()).isEqualTo("30d");
        assertThat(shown.get("warning_threshold").decimal()).isEqualByComparingTo("0.75");
        assertThat(overrides.path("data.0.tenant_id").text()).isEqualTo("default");
        assertThat(with).isEqualTo(200);
        assertThat(gone).isEqualTo(200);
        assertThat(call(2_000)).isEqualTo(403);
    }

    @Test
    @Tag("LI18")
    void refusesMoreMoneyThanThereIs() {
        HttpResponse<String> refused =
                operator.send("PUT", "/admin/tenants/default/budget", "{\"budget_usd\":1e999999999}");

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(Json.parse(refused.body()).path("error.code").text()).isEqualTo("invalid_value");
    }

    @Test
    @Tag("LI18")
    void leavesTheWindowOfTheConfigurationAlone() {
        HttpResponse<String> refused =
                operator.send("PUT", "/admin/budgets/default", "{\"budget_usd\":5,\"window\":\"weekly\"}");

        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(Json.parse(refused.body()).path("error.code").text()).isEqualTo("config_owned");
    }

    @Test
    @Tag("LI8")
    void setsTheUsualRatesAndTakesThemBack() {
        String usual = "/admin/settings/rate-limits";
        operator.send("PUT", usual, "{\"requests_per_minute\":0,\"parallel_requests_key\":10}");
        Json shown = operator.read(usual);
        int slow = call(10);
        operator.send("PUT", usual, "{}");

        assertThat(shown.get("requests_per_minute").longOr(-1)).isZero();
        assertThat(shown.get("parallel_requests_key").longOr(-1)).isEqualTo(10);
        assertThat(shown.get("tokens_per_minute").isNull()).isTrue();
        assertThat(slow).isEqualTo(429);
        assertThat(call(10)).isEqualTo(200);
    }

    @Test
    @Tag("LI8")
    @Tag("LI6")
    void setsTheRatesOfOneTenant() {
        String own = "/admin/tenants/default/rate-limits";
        operator.send("PUT", "/admin/settings/rate-limits", "{\"requests_per_minute\":0}");
        operator.send("PUT", own, "{\"requests_per_minute\":100}");
        int own100 = call(10);
        operator.send("DELETE", own, "");

        assertThat(own100).isEqualTo(200);
        assertThat(call(10)).isEqualTo(429);
    }

    private int call(int maxTokens) {
        try (SseClient call = gateway.chat("chat", ",\"max_tokens\":" + maxTokens)) {
            return call.status();
        }
    }
}
