package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

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

    private final RoutingHouse house = new RoutingHouse();

    @AfterAll
    void stop() {
        house.close();
    }

    @Test
    void asksATargetWhoseRestIsOverBeforeAClientDoes() {
        try (GatewayHarness gateway = gateway()) {
            house.one.always(Script.json(500, "{}"));
            RoutingHouse.backend(gateway, "chat");
            RoutingHouse.backend(gateway, "free");
            house.one.always(Script.json(200, RoutingHouse.HELLO));

            List<List<String>> probes = Installation.rows(gateway.database(), PROBES, 1);

            assertThat(probes).containsExactly(List.of("chat", "one/m", "t", "gateway", "t"));
            assertThat(house.one.requests().getLast().text()).contains("\"ping\"", "16");
        }
    }

    private GatewayHarness gateway() {
        house.forget();
        return house.setup()
                .pricedByThousands()
                .alias("chat", "one/m")
                .alias("free", "one/unpriced")
                .health("failures_before_rest", "1")
                .health("cooldown", "1s")
                .health("probe_budget", "0.1")
                .start();
    }
}
