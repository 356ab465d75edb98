package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.json.Json;
import io.sallyport.json.JsonObject;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.Installation;
import io.sallyport.testkit.Script;
import io.sallyport.testkit.SseClient;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// Another alias is sent calls too, so that the two can be compared; callers notice nothing of it.
@TestInstance(Lifecycle.PER_CLASS)
@Tag("RO32")
final class ShadowTest {
    private static final String CHUNK =
            "{\"id\":\"c2\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\","
                    + "\"choices\":[{\"index\":0,\"delta\":{\"content\":\"hello\"},\"finish_reason\":\"stop\"}],"
                    + "\"usage\":{\"prompt_tokens\":4,\"completion_tokens\":6,\"total_tokens\":10}}";

    private final RoutingHouse house = new RoutingHouse();
    private final GatewayHarness gateway = house.setup()
            .restless()
            .pricedByThousands()
            .alias("next", "two/m")
            .alias(RoutingHouse.alias("chat", shadow(Json.object().put("use", "next")), "one/m"))
            .alias(RoutingHouse.alias(
                    "paid", shadow(Json.object().put("use", "two/m").put("payer", "caller")), "one/m"))
            .alias(RoutingHouse.alias(
                    "single", shadow(Json.object().put("use", "three/m").put("most", 1)), "one/m"))
            .alias(RoutingHouse.alias(
                    "bound",
                    shadow(Json.object().put("use", "one/m"))
                            .put("require", Json.array().add("region=eu")),
                    "two/m"))
            .start();

    private static JsonObject shadow(JsonObject said) {
        return Json.object().put("shadow", said.put("percent", 100));
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
    void sendsACallToAnotherAliasTooAndTellsNobodyWhatThatAnswered() {
        try (SseClient call = gateway.chat("chat", "")) {
            assertThat(call.header("x-sallyport-backend")).contains("one");
            assertThat(call.text()).isEqualTo(RoutingHouse.HELLO);
            String id = call.header("x-request-id").orElseThrow();

            assertThat(shadows("r.model, r.backend, r.success, r.correlation_id, u.principal", 1))
                    .containsExactly(List.of("next", "two", "t", id, "gateway"));
        }
        assertThat(house.two.requests()).hasSize(1);
    }

    @Test
    void readsAStreamToItsEndSoThatItsCostIsKnown() {
        Script stream = Script.eventStream().events(CHUNK, "[DONE]").lastChunk();
        house.one.always(stream);
        house.two.always(stream);

        try (SseClient call = gateway.stream("chat")) {
            assertThat(call.text()).contains("hello").endsWith("data: [DONE]\n\n");
        }

        assertThat(shadows("r.streamed, r.success, u.input_tokens, u.output_tokens, u.cost_pico_usd", 1))
                .containsExactly(List.of("t", "t", "4", "6", "10000000000"));
    }

    @Test
    void isPaidForByTheCallerOnlyWhereThatIsSaid() {
        RoutingHouse.backend(gateway, "paid");

        assertThat(shadows("u.principal = 'gateway', u.cost_pico_usd > 0", 1)).containsExactly(List.of("f", "t"));
    }

    @Test
    void neverKeepsACallWaitingNorSendsMoreAtOnceThanIsSaid() {
        CountDownLatch gate = new CountDownLatch(1);
        house.three.next(Script.begin().await(gate).and(Script.json(200, RoutingHouse.HELLO)));

        List<String> answered =
                List.of(RoutingHouse.backend(gateway, "single"), RoutingHouse.backend(gateway, "single"));
        gate.countDown();

        assertThat(answered).containsOnly("one");
        assertThat(shadows("r.backend", 1)).containsExactly(List.of("three"));
        assertThat(house.three.requests()).hasSize(1);
    }

    @Test
    void recordsAShadowThatFailsAndTriesItOnce() {
        house.two.always(Script.json(500, "{}"));

        assertThat(RoutingHouse.backend(gateway, "chat")).isEqualTo("one");

        assertThat(shadows("r.success, r.upstream_status, r.attempts", 1)).containsExactly(List.of("f", "500", "1"));
    }

    @Test
    void staysWithinTheBoundsOfTheCall() {
        assertThat(RoutingHouse.backend(gateway, "bound")).isEqualTo("two");
        gateway.settled(1);

        assertThat(house.one.requests()).isEmpty();
    }

    private List<List<String>> shadows(String columns, int count) {
        return Installation.rows(
                gateway.database(),
                "select " + columns + " from request_log r join usage_record u on u.request_id = r.id"
                        + " where r.purpose = 'shadow' and u.purpose = 'shadow'",
                count);
    }
}
