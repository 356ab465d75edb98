package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.json.Json;
import io.sallyport.json.JsonObject;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.Installation;
import io.sallyport.testkit.Script;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// Who gives probes a budget lets the gateway find out itself whether a target is well again.
@TestInstance(Lifecycle.PER_CLASS)
@Tag("RO8")
final class PaidProbesTest {
    private static final String PROBES = "select r.operation, r.model, r.success, u.principal, u.cost_pico_usd > 0"
            + " from request_log r join usage_record u on u.request_id = r.id where r.purpose = 'probe'"
            + " order by r.model";

    private static final String REFUSED =
            "select id from request_log where purpose = 'probe' and code = 'budget_exceeded'";

    private final RoutingHouse house = new RoutingHouse();

    @AfterAll
    void stop() {
        house.close();
    }

    @Test
    void asksATargetWhoseRestIsOverBeforeAClientDoes() {
        try (GatewayHarness gateway = gateway()) {
            house.one.next(Script.json(500, "{}"), Script.json(500, "{}"));
            RoutingHouse.backend(gateway, "free");
            RoutingHouse.backend(gateway, "chat");

            List<List<String>> probes = Installation.rows(gateway.database(), PROBES, 1);

            assertThat(probes).containsExactly(List.of("chat", "one/m", "t", "gateway", "t"));
            assertThat(house.one.requests().getLast().text()).contains("\"ping\"", "16");
        }
    }

    /// What a limit refuses leaves the target as it was, so it could be asked every second.
    @Test
    void asksATargetThatALimitKeepsItFromOnceInACooldown() {
        JsonObject limit = Json.object()
                .put("name", "Dear")
                .put("scope", "global")
                .put("metric", "cost")
                .put("amount", "0.001")
                .put("window", "day")
                .put("model", "one/m");
        try (GatewayHarness gateway =
                setup().element("limits", limit).health("cooldown", "2s").start()) {
            house.one.always(Script.json(500, "{}"));
            RoutingHouse.backend(gateway, "chat");

            Installation.rows(gateway.database(), REFUSED, 2);

            assertThat(gateway.database()
                            .rows("select max(started_at) - min(started_at) >= interval '2 s' from request_log"
                                    + " where purpose = 'probe'"))
                    .containsExactly(List.of("t"));
        }
    }

    private GatewayHarness gateway() {
        return setup().health("cooldown", "1s").start();
    }

    private GatewayHarness.Setup setup() {
        house.forget();
        return house.setup()
                .pricedByThousands()
                .alias("chat", "one/m")
                .alias("free", "one/unpriced")
                .health("failures_before_rest", "1")
                .health("probe_budget", "0.1");
    }
}
