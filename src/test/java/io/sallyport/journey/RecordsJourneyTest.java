package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.json.Json;
import io.sallyport.json.JsonObject;
import io.sallyport.testkit.Await;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.Installation;
import io.sallyport.testkit.Passerby;
import io.sallyport.testkit.Script;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// What dashboards of the older proxy read, and a provider with a form of its own beside the first.
@TestInstance(Lifecycle.PER_CLASS)
final class RecordsJourneyTest {
    private static final String MESSAGE = "{\"id\":\"m1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"c\","
            + "\"content\":[{\"type\":\"text\",\"text\":\"bonjour\"}],\"stop_reason\":\"end_turn\","
            + "\"usage\":{\"input_tokens\":3,\"output_tokens\":2}}";

    private static final JsonObject INPUT = Json.object()
            .put(
                    "input_guardrails",
                    Json.array().add(Json.object().put("name", "personal data").put("type", "pii")));

    private final RoutingHouse house = new RoutingHouse();
    private final GatewayHarness gateway = house.setup()
            .alias("chat", "one/m")
            .backend("claude", "anthropic", house.three.url())
            .alias("claude", "claude/c")
            .section("guardrails", INPUT)
            .start();
    private final Passerby client = new Passerby(gateway.url());

    @AfterAll
    void stop() {
        client.close();
        gateway.close();
        house.close();
    }

    @Test
    @Tag("F13")
    @Tag("PG12")
    @Tag("PG13")
    void tellsDashboardsWhatTheyAsk() {
        for (int i = 0; i < 3; i++) {
            RoutingHouse.backend(gateway, "chat");
        }
        Installation.rows(gateway.database(), "select id from request_log where model = 'chat'", 3);
        Installation.rows(gateway.database(), "select id from guardrail_run", 3);

        Json health = Await.answer(
                () -> Json.parse(client.get("/api/health").body()),
                said -> said.get("status").text().equals("ok"));
        Json second = RoutingHouse.operate(gateway, "GET", "/api/request-logs?page=2&limit=2", "");
        Json first = RoutingHouse.operate(gateway, "GET", "/api/request-logs?page=1&limit=2", "");
        String id = first.path("rows.0.id").text();

        assertThat(health.get("status").text()).isEqualTo("ok");
        assertThat(first.get("rows").size()).isEqualTo(2);
        assertThat(first.get("page").asLong()).isEqualTo(1);
        assertThat(first.get("limit").asLong()).isEqualTo(2);
        assertThat(first.get("total").asLong()).isGreaterThanOrEqualTo(3);
        assertThat(second.get("rows").size()).isPositive();
        assertThat(RoutingHouse.status(gateway, "GET", "/api/request-logs/" + id, ""))
                .isEqualTo(200);
        assertThat(RoutingHouse.status(gateway, "GET", "/api/request-logs/00000000-0000-7000-8000-000000000000", ""))
                .isEqualTo(404);
        assertThat(RoutingHouse.operate(gateway, "GET", "/api/guardrail-metrics", "")
                        .get("data")
                        .elements())
                .extracting(run -> run.get("name").text())
                .containsOnly("personal data");
    }

    @Test
    @Tag("F15")
    void servesAnotherProvidersOwnForm() {
        house.three.next(Script.json(200, MESSAGE));

        String answer = client.post(
                        "/v1/messages",
                        "{\"model\":\"claude\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}",
                        "x-api-key",
                        GatewayHarness.KEY)
                .body();

        assertThat(answer).isEqualTo(MESSAGE);
        assertThat(house.three.requests().getLast().firstLine()).startsWith("POST /v1/messages ");
        assertThat(List.of(RoutingHouse.backend(gateway, "chat"))).containsExactly("one");
    }
}
