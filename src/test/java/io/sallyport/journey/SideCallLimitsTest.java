package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.json.Json;
import io.sallyport.json.JsonObject;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.Installation;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// What the gateway asks beside a call is paid for within the limits of whoever pays, and never at the cost of
/// the call.
@TestInstance(Lifecycle.PER_CLASS)
@Tag("RO32")
final class SideCallLimitsTest {
    private static final String BODY = ",\"max_tokens\":10";

    private final RoutingHouse house = new RoutingHouse();
    private final GatewayHarness gateway = house.setup()
            .restless()
            .pricedByThousands()
            .alias(alias("dear", "two/m"))
            .alias(alias("often", "three/m"))
            .element("limits", limit("Two", "cost", "0.03").put("model", "two/m"))
            .element("limits", limit("Often", "requests", "5"))
            .element(
                    "limits",
                    limit("Three", "cost", "1000").put("scope", "backend").put("subject", "three"))
            .start();

    private static JsonObject alias(String name, String shadow) {
        return RoutingHouse.alias(
                name,
                Json.object()
                        .put(
                                "shadow",
                                Json.object()
                                        .put("use", shadow)
                                        .put("percent", 100)
                                        .put("payer", "caller")),
                "one/m");
    }

    private static JsonObject limit(String name, String metric, String amount) {
        return Json.object()
                .put("name", name)
                .put("scope", "global")
                .put("metric", metric)
                .put("amount", amount)
                .put("window", "day");
    }

    @AfterEach
    void forget() {
        house.forget();
        gateway.forgetCalls();
    }

    @AfterAll
    void stop() {
        gateway.close();
        house.close();
    }

    @Test
    void leavesAShadowOutThatItsPayerCannotPay() {
        assertThat(RoutingHouse.backend(gateway, "dear", Map.of(), BODY)).isEqualTo("one");

        assertThat(shadows(1)).containsExactly(List.of("f", "budget_exceeded", "0"));
        assertThat(house.two.requests()).isEmpty();
    }

    @Test
    void countsAShadowAsPartOfTheCallThatItGoesWith() {
        List<String> answered = List.of(
                RoutingHouse.backend(gateway, "often", Map.of(), BODY),
                RoutingHouse.backend(gateway, "often", Map.of(), BODY),
                RoutingHouse.backend(gateway, "often", Map.of(), BODY));

        assertThat(answered).containsOnly("one");
        assertThat(shadows(3)).containsOnly(List.of("t", "", "1"));
    }

    @Test
    void sendsAShadowToABackendWhoseLimitNoCallOfAClientHasAskedYet() {
        RoutingHouse.backend(gateway, "often", Map.of(), BODY);

        assertThat(shadows(1)).containsExactly(List.of("t", "", "1"));
    }

    private List<List<String>> shadows(int count) {
        return Installation.rows(
                gateway.database(), "select success, code, attempts from request_log where purpose = 'shadow'", count);
    }
}
