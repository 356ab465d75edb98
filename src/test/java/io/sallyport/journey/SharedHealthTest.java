package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.json.Json;
import io.sallyport.json.JsonObject;
import io.sallyport.testkit.Await;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.HandClock;
import io.sallyport.testkit.Passerby;
import io.sallyport.testkit.Script;
import io.sallyport.testkit.SseClient;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What one instance learns of a target, or an operator says, holds on all of them.
class SharedHealthTest {
    private static final Script DOWN = Script.json(503, "{\"error\":{\"message\":\"down\"}}");

    private final HandClock clock = HandClock.at("2026-11-21T12:00:00Z");
    private final RoutingHouse house = new RoutingHouse();
    private final GatewayHarness first = setup().start();
    private final GatewayHarness second = setup().startBeside(first);

    private GatewayHarness.Setup setup() {
        JsonObject inOrder = Json.object().put("strategy", "priority");
        return house.setup().clock(clock).alias(RoutingHouse.alias("chat", inOrder, "one/m", "two/m"));
    }

    @AfterEach
    void stop() {
        second.close();
        first.close();
        house.close();
    }

    /// Journey O 7.
    @Test
    @Tag("RO8")
    @Tag("RO10")
    void aTargetThatRestsOnOneInstanceRestsOnAll() {
        house.one.next(DOWN, DOWN, DOWN);
        for (int i = 0; i < 3; i++) {
            assertThat(RoutingHouse.backend(first, "chat")).isEqualTo("two");
        }

        Await.until(() -> !state(second, "one").equals("[]"));
        house.one.forget();
        assertThat(RoutingHouse.backend(second, "chat")).isEqualTo("two");
        assertThat(RoutingHouse.backend(first, "chat")).isEqualTo("two");
        assertThat(house.one.requests()).isEmpty();

        clock.move(Duration.ofMinutes(5).plusSeconds(1));
        assertThat(RoutingHouse.backend(first, "chat")).isEqualTo("one");
        Await.until(() -> state(second, "one").equals("[]"));
        assertThat(RoutingHouse.backend(second, "chat")).isEqualTo("one");
    }

    @Test
    @Tag("RO31")
    void whatAnOperatorTakesOutIsGoneEverywhere() {
        RoutingHouse.operate(first, "PUT", "/admin/api/backends/one/service", """
                {"enabled":false,"reason":"leaks"}""");

        assertThat(RoutingHouse.backend(first, "chat")).isEqualTo("two");
        Await.until(() -> RoutingHouse.backend(second, "chat").equals("two"));

        RoutingHouse.operate(second, "PUT", "/admin/api/backends/two/service", """
                {"enabled":false,"model":"m"}""");
        Await.until(() -> !models(first).contains("\"chat\""));
        try (SseClient call = first.chat("chat", "")) {
            assertThat(call.status()).isEqualTo(404);
        }

        RoutingHouse.operate(first, "PUT", "/admin/api/backends/one/service", "{\"enabled\":true}");
        assertThat(RoutingHouse.backend(first, "chat")).isEqualTo("one");
        assertThat(RoutingHouse.operate(first, "GET", "/admin/api/out-of-service", "")
                        .get("data")
                        .elements())
                .singleElement()
                .satisfies(out -> assertThat(out.get("model").text()).isEqualTo("m"));
    }

    private static String state(GatewayHarness gateway, String backend) {
        return RoutingHouse.operate(gateway, "GET", "/admin/api/backends/" + backend, "")
                .get("resting")
                .toString();
    }

    private static String models(GatewayHarness gateway) {
        try (Passerby caller = new Passerby(gateway.url())) {
            return caller.get("/v1/models", "authorization", "Bearer " + GatewayHarness.KEY)
                    .body();
        }
    }
}
