package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.json.Json;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.Script;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// An operator is told what would become of a call, and nothing is sent.
@TestInstance(Lifecycle.PER_CLASS)
class ExplainTest {
    private static final Script DOWN = Script.json(503, "{\"error\":{\"message\":\"down\"}}");

    private final RoutingHouse house = new RoutingHouse();
    private final GatewayHarness gateway = house.setup()
            .backend("claude", "anthropic", house.three.url())
            .alias(RoutingHouse.alias(
                    "coding",
                    Json.object()
                            .put("strategy", "priority")
                            .put("fallbacks", Json.array().add("claude")),
                    "one/m",
                    "two/m"))
            .alias(RoutingHouse.alias("claude", Json.object(), "claude/c"))
            .alias(RoutingHouse.alias("european", Json.object().put("require", "region=eu"), "one/m", "two/m"))
            .alias(RoutingHouse.alias("martian", Json.object().put("require", "region=mars"), "one/m"))
            .section(
                    "routing",
                    Json.object()
                            .put(
                                    "rules",
                                    Json.array()
                                            .add(Json.object()
                                                    .put("name", "bulk work")
                                                    .put("when", Json.object().put("workload", "bulk"))
                                                    .put("use", "claude"))))
            .element(
                    "limits",
                    Json.object()
                            .put("name", "Everybody")
                            .put("scope", "global")
                            .put("metric", "requests")
                            .put("amount", "1000")
                            .put("window", "day"))
            .start();

    @AfterAll
    void stop() {
        gateway.close();
        house.close();
    }

    @Test
    void tellsTheOrderOfTargetsAndTheirStanding() {
        house.one.next(DOWN, DOWN, DOWN);
        for (int i = 0; i < 3; i++) {
            RoutingHouse.backend(gateway, "coding");
        }
        house.one.forget();

        Json told = explain("{\"model\":\"coding\"}");

        assertThat(told.get("strategy").text()).isEqualTo("priority");
        assertThat(told.get("targets").elements())
                .extracting(target -> target.get("backend").text())
                .containsExactly("one", "two", "claude");
        assertThat(told.path("targets.0.standing").text()).startsWith("rests after upstream_overloaded");
        assertThat(told.path("targets.1.standing").text()).isEqualTo("ready");
        assertThat(told.path("targets.2.translated").bool()).isTrue();
        assertThat(house.one.requests()).isEmpty();
    }

    @Test
    void tellsRulesAndWhatATranslationDrops() {
        Json told = explain("""
                {"model":"coding","headers":{"Workload":"bulk"},
                 "body":{"messages":[{"role":"user","content":"hi"}],"seed":7}}""");

        assertThat(told.get("alias").text()).isEqualTo("claude");
        assertThat(told.get("rules").elements()).extracting(Json::text).containsExactly("bulk work");
        assertThat(told.path("targets.0.losses").elements())
                .extracting(Json::text)
                .contains("dropped=seed");
    }

    @Test
    void tellsWhichTargetsAreOutsideOfBounds() {
        Json told = explain("{\"model\":\"european\"}");

        assertThat(told.get("bounds").text()).isEqualTo("region eu");
        assertThat(told.path("left_out.0.target").text()).isEqualTo("one/m");
        assertThat(told.path("left_out.0.why").text()).isEqualTo("outside of the bound on region");
    }

    @Test
    void tellsWhyACallWouldBeRefused() {
        Json told = explain("{\"model\":\"martian\"}");

        assertThat(told.path("refusal.code").text()).isEqualTo("outside_bounds");
        assertThat(told.path("refusal.status").asLong()).isEqualTo(403);
        assertThat(told.path("left_out.0.why").text()).contains("region");
    }

    @Test
    void isNoChangeThatIsWrittenDown() {
        explain("{\"model\":\"coding\"}");

        assertThat(RoutingHouse.operate(gateway, "GET", "/admin/api/audit/events?limit=100", "")
                        .toString())
                .doesNotContain("explain");
    }

    @Test
    void tellsTheLimitsThatHoldAndWhatIsLeft() {
        Json told = explain("{\"model\":\"claude\"}");

        assertThat(told.get("limits").elements()).anySatisfy(limit -> {
            assertThat(limit.get("name").text()).isEqualTo("Everybody");
            assertThat(limit.get("amount").text()).isEqualTo("1000");
        });
    }

    private Json explain(String body) {
        return RoutingHouse.operate(gateway, "POST", "/admin/api/explain", body);
    }
}
