package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.json.Json;
import io.sallyport.json.JsonObject;
import io.sallyport.testkit.GatewayHarness;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Kinds of work find their alias, and operators change that while calls are running.
class RoutingRulesTest {
    private static final Map<String, String> BULK = Map.of("workload", "bulk");

    private final RoutingHouse house = new RoutingHouse();
    private final GatewayHarness gateway = house.setup()
            .alias("coding-default", "one/dear")
            .alias("bulk", "two/cheap")
            .section("routing", Json.object().put("rules", Json.array().add(rule())))
            .start();

    private static JsonObject rule() {
        return Json.object()
                .put("name", "bulk work")
                .put("when", Json.object().put("workload", "bulk"))
                .put("use", "bulk");
    }

    @AfterEach
    void stop() {
        gateway.close();
        house.close();
    }

    /// Journey H 2.
    @Test
    @Tag("RO1")
    @Tag("Q1")
    void marksOfWorkSelectTheAliasAndGoNoFurther() {
        assertThat(backend(Map.of(), "")).isEqualTo("one");
        assertThat(backend(BULK, "")).isEqualTo("two");
        assertThat(backend(Map.of("x-workload", "bulk"), "")).isEqualTo("two");
        assertThat(backend(Map.of(), ",\"metadata\":{\"workload\":\"bulk\"}")).isEqualTo("two");
        assertThat(backend(Map.of("workload", "unheard of"), "")).isEqualTo("one");
        assertThat(house.two.requests())
                .allSatisfy(request -> assertThat(request.header("workload")).isEmpty());
    }

    /// Journey H 3.
    @Test
    @Tag("RO2")
    void theModelBehindAnAliasIsSwappedInData() {
        RoutingHouse.operate(gateway, "PUT", "/admin/api/models/bulk", """
                {"alias":"bulk","deployments":[{"backend":"three","model":"newer"}]}""");

        assertThat(backend(BULK, "")).isEqualTo("three");
        assertThat(house.three.requests())
                .singleElement()
                .satisfies(request -> assertThat(request.text()).contains("\"newer\""));
    }

    @Test
    @Tag("RO4")
    void operatorsAddRulesOfTheirOwnAndTakeThemAway() {
        Json rule = RoutingHouse.operate(gateway, "PUT", "/admin/api/routing/rules/streams", """
                {"when":{"stream":true,"models":["coding*"]},"use":"bulk"}""");

        assertThat(rule.get("source").text()).isEqualTo("admin");
        assertThat(backend(Map.of(), ",\"stream\":true")).isEqualTo("two");
        assertThat(backend(Map.of(), "")).isEqualTo("one");
        assertThat(RoutingHouse.status(gateway, "DELETE", "/admin/api/routing/rules/streams", ""))
                .isEqualTo(200);
        assertThat(backend(Map.of(), ",\"stream\":true")).isEqualTo("one");
        assertThat(RoutingHouse.status(gateway, "DELETE", "/admin/api/routing/rules/bulk%20work", ""))
                .isEqualTo(403);
    }

    private String backend(Map<String, String> headers, String more) {
        return RoutingHouse.backend(gateway, "coding-default", headers, more);
    }
}
