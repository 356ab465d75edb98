package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.json.Json;
import io.sallyport.json.JsonObject;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.Passerby;
import io.sallyport.testkit.SseClient;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// Roles choose among their places as they say themselves, and what they require holds for nodes, too.
@TestInstance(Lifecycle.PER_CLASS)
@Tag("RO22")
final class RoleChoosingTest {
    private final RoutingHouse house = new RoutingHouse();
    private final GatewayHarness gateway = GatewayHarness.with()
            .backend(backend("one", house.one.url()))
            .backend(backend("two", house.two.url()))
            .section("routing", Json.object().put("default_strategy", "least_loaded"))
            .element("roles", role("turns", Json.object().put("strategy", "round_robin")))
            .element("roles", role("first", Json.object().put("strategy", "priority")))
            .element(
                    "roles",
                    role("home", Json.object().put("require", Json.array().add("region=home"))))
            .start();

    private static JsonObject backend(String name, URI url) {
        return Json.object()
                .put("name", name)
                .put("kind", "openai_compatible")
                .put("base_url", url.toString())
                .put("models", Json.array().add("m"));
    }

    private static JsonObject role(String id, JsonObject routing) {
        return Json.object().put("role_id", id).put("routing", routing);
    }

    @AfterAll
    void stop() {
        gateway.close();
        house.close();
    }

    @Test
    void takesItsPlacesInTurnWhereItSaysSo() {
        List<String> turns =
                List.of(RoutingHouse.backend(gateway, "turns"), RoutingHouse.backend(gateway, "role/turns"));

        assertThat(turns).containsExactlyInAnyOrder("one", "two");
        assertThat(List.of(RoutingHouse.backend(gateway, "first"), RoutingHouse.backend(gateway, "first")))
                .containsOnly("one");
    }

    @Test
    void knowsTheUsualStrategyByTheWordOfTheOlderGateway() {
        Json told = RoutingHouse.operate(gateway, "POST", "/admin/api/explain", "{\"model\":\"m\"}");

        assertThat(told.get("targets").size()).isEqualTo(2);
        assertThat(told.get("strategy").text()).isEqualTo("least_busy");
    }

    @Test
    void choosesByHowPlacesDoWhereNobodySays() {
        try (GatewayHarness quiet = GatewayHarness.with()
                .backend(backend("one", house.one.url()))
                .backend(backend("two", house.two.url()))
                .element("roles", Json.object().put("role_id", "task"))
                .start()) {
            assertThat(RoutingHouse.operate(quiet, "POST", "/admin/api/explain", "{\"model\":\"task\"}")
                            .get("strategy")
                            .text())
                    .isEqualTo("scored");
            assertThat(RoutingHouse.operate(quiet, "POST", "/admin/api/explain", "{\"model\":\"m\"}")
                            .get("strategy")
                            .text())
                    .isEqualTo("weighted");
        }
    }

    @Test
    void believesLabelsOfNodesOnlyWhereAnOperatorSaidThem() {
        node("boaster", "{}", ",\"labels\":{\"region\":\"home\"}");
        try (SseClient refused = gateway.chat("home", "")) {
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.text()).contains("outside_bounds", "region home");
        }

        node("vouched", "{\"region\":\"home\"}", "");

        assertThat(RoutingHouse.backend(gateway, "home")).isEqualTo("vouched/ollama/chat");
    }

    private void node(String host, String labels, String more) {
        String token = RoutingHouse.operate(
                        gateway,
                        "POST",
                        "/admin/api/node-keys",
                        "{\"name\":\"" + host + "\",\"labels\":" + labels + "}")
                .get("token")
                .text();
        try (Passerby node = new Passerby(gateway.url())) {
            String key = Json.parse(node.post(
                                    "/v1/nodes/enrol", "{\"host_id\":\"" + host + "\"}", "x-sallyport-node-key", token)
                            .body())
                    .get("node_key")
                    .text();
            String said = "{\"host_id\":\"" + host + "\",\"services\":[{\"service_id\":\"" + host
                    + "/ollama/chat\",\"kind\":\"chat\",\"endpoint\":\"" + house.three.url()
                    + "\",\"runtime\":{\"engine\":\"ollama\"},\"assets\":[{\"asset_id\":\"qwen3:8b\",\"loaded\":true}],"
                    + "\"state\":{\"health\":\"healthy\",\"availability\":\"available\",\"accept_requests\":true}}]"
                    + more + "}";
            assertThat(node.post("/v1/nodes/register", said, "x-sallyport-node-key", key)
                            .statusCode())
                    .isEqualTo(200);
        }
    }
}
