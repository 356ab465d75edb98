package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.json.Json;
import io.sallyport.json.JsonArray;
import io.sallyport.json.JsonObject;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.Script;
import io.sallyport.testkit.SseClient;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// When no target will do, another alias takes over, within what the operator allows.
@TestInstance(Lifecycle.PER_CLASS)
class FallbackTest {
    private static final Script TOO_LONG = Script.json(400, """
            {"error":{"message":"too long","type":"invalid_request_error","code":"context_length_exceeded"}}""");
    private static final Script NOT_ALLOWED = Script.json(400, """
            {"error":{"message":"no","type":"invalid_request_error","code":"content_policy_violation"}}""");
    private static final Script DOWN = Script.json(503, "{\"error\":{\"message\":\"down\"}}");
    private static final Map<String, String> NOTHING = Map.of();

    private final RoutingHouse house = new RoutingHouse();
    private final GatewayHarness gateway = house.setup()
            .restless()
            .alias(alias("small", falling("large"), "one/m").put("context_window", 100))
            .alias(alias("large", Json.object(), "two/m").put("context_window", 100_000))
            .alias(alias("chain", falling("middle"), "one/m"))
            .alias(alias("middle", falling("end"), "two/m"))
            .alias(alias("end", Json.object(), "three/m"))
            .alias(alias("content", falling("large").put("fallback_on_content", true), "one/m"))
            .alias(alias("american", falling("end", "homely").put("require", "region=us"), "one/m"))
            .alias(alias("homely", Json.object(), "one/other", "two/other"))
            .alias(alias("nowhere", Json.object().put("require", "region=mars"), "one/m"))
            .alias(alias("choosy", Json.object().put("retry_on", Json.array().add("429")), "one/m", "one/n"))
            .alias(alias("once", Json.object().put("attempts", 1).put("strategy", "priority"), "one/m", "two/m"))
            .alias(alias(
                    "impatient",
                    Json.object().put("first_token_timeout", "6s").put("strategy", "priority"),
                    "one/m",
                    "two/m"))
            .alias(alias(
                    "hedged",
                    Json.object()
                            .put("strategy", "priority")
                            .put("hedge", Json.object().put("enabled", true).put("after", "50ms")),
                    "one/m",
                    "two/m"))
            .start();

    private static JsonObject alias(String alias, JsonObject routing, String... targets) {
        return RoutingHouse.alias(alias, routing, targets);
    }

    private static JsonObject falling(String... aliases) {
        JsonArray list = Json.array();
        List.of(aliases).forEach(list::add);
        return Json.object().put("fallbacks", list);
    }

    @AfterEach
    void forget() {
        house.forget();
    }

    @AfterAll
    void stop() {
        gateway.close();
        house.close();
    }

    @Test
    @Tag("RO3")
    void followsTheFallbacksOfFallbacks() {
        house.one.next(DOWN);
        house.two.next(DOWN);

        assertThat(RoutingHouse.backend(gateway, "chain")).isEqualTo("three");
        assertThat(RoutingHouse.logged(gateway, "backend, attempts", "chain")).contains(List.of("three", "3"));
    }

    @Test
    void goesStraightToAnAliasThatHoldsThePrompt() {
        String words = ",\"user\":\"" + "many words ".repeat(200) + "\"";

        assertThat(RoutingHouse.backend(gateway, "small", NOTHING, words)).isEqualTo("two");
        assertThat(house.one.requests()).isEmpty();
    }

    @Test
    void tellsAPromptThatIsTooLongByTheProvidersError() {
        house.one.next(TOO_LONG);

        assertThat(RoutingHouse.backend(gateway, "small")).isEqualTo("two");
    }

    @Test
    void asksAnotherProviderAboutRefusedContentOnlyWhereThatIsAllowed() {
        house.one.next(NOT_ALLOWED, NOT_ALLOWED);

        assertThat(RoutingHouse.backend(gateway, "content")).isEqualTo("two");
        try (SseClient refused = RoutingHouse.chat(gateway, "small", NOTHING, "")) {
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.text()).contains("content_policy_violation");
        }
    }

    @Test
    void fallbacksNeverLeaveTheBoundsOfTheAlias() {
        house.one.always(DOWN);

        try (SseClient refused = RoutingHouse.chat(gateway, "american", NOTHING, "")) {
            assertThat(refused.status()).isEqualTo(503);
        }
        assertThat(house.two.requests()).isEmpty();
        assertThat(house.three.requests()).isEmpty();
    }

    @Test
    void namesTheBoundThatLeavesNoBackend() {
        try (SseClient refused = RoutingHouse.chat(gateway, "nowhere", NOTHING, "")) {
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.text()).contains("outside_bounds").contains("region mars");
        }
    }

    @Test
    void retriesOnlyWhatTheOperatorNames() {
        house.one.next(DOWN);

        assertThat(RoutingHouse.backend(gateway, "choosy")).isEqualTo("one");
        assertThat(house.one.requests()).hasSize(1);
    }

    @Test
    void makesNoMoreAttemptsThanTheOperatorAllows() {
        house.one.next(DOWN);

        try (SseClient refused = RoutingHouse.chat(gateway, "once", NOTHING, "")) {
            assertThat(refused.status()).isEqualTo(503);
        }
        assertThat(house.two.requests()).isEmpty();
    }

    @Test
    void leavesAStreamThatSaysNothingForTooLong() {
        house.one.next(Script.eventStream().chunk(": still here\n\n").hang());
        house.two.next(stream("from two"));

        try (SseClient client = RoutingHouse.chat(gateway, "impatient", NOTHING, ",\"stream\":true")) {
            assertThat(client.text()).contains("from two").doesNotContain("still here");
            assertThat(client.header("x-sallyport-backend")).contains("two");
        }
    }

    @Test
    void asksASecondTargetWhenTheFirstIsSlowAndResetsTheLoser() throws InterruptedException {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch gone = new CountDownLatch(1);
        house.one.next(Script.eventStream().signal(asked).whenGone(gone));
        house.two.next(Script.begin().await(asked).and(stream("quick")));

        try (SseClient client = RoutingHouse.chat(gateway, "hedged", NOTHING, ",\"stream\":true")) {
            assertThat(client.text()).contains("quick");
            assertThat(client.header("x-sallyport-backend")).contains("two");
        }
        assertThat(gone.await(1, TimeUnit.MINUTES)).isTrue();
        assertThat(RoutingHouse.logged(gateway, "backend, attempts", "hedged")).containsExactly(List.of("two", "2"));
    }

    @Test
    void keepsWhyACallWentWhereItWent() {
        house.two.next(DOWN);

        RoutingHouse.backend(gateway, "middle");

        Json decision = Json.parse(RoutingHouse.logged(gateway, "decision::text", "middle")
                .getFirst()
                .getFirst());
        assertThat(decision.get("alias").text()).isEqualTo("middle");
        assertThat(decision.get("considered").elements())
                .extracting(one ->
                        one.get("target").text() + " " + one.get("outcome").text())
                .containsExactly("two/m tried", "three/m tried");
    }

    private static Script stream(String text) {
        return Script.eventStream()
                .events(
                        "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + text + "\"}}]}",
                        "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}",
                        "[DONE]")
                .lastChunk();
    }
}
