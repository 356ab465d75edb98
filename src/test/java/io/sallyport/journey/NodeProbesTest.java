package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.json.Json;
import io.sallyport.testkit.Await;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.Passerby;
import io.sallyport.testkit.Script;
import io.sallyport.testkit.ScriptedUpstream;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Services of nodes are asked how they are only where operators say so; nodes tell it themselves.
@Tag("RO28")
final class NodeProbesTest {
    private static final String MODELS = "{\"object\":\"list\",\"data\":[{\"id\":\"qwen3:8b\"}]}";

    private final ScriptedUpstream runtime = ScriptedUpstream.start().always(Script.json(200, MODELS));
    private final ScriptedUpstream other = ScriptedUpstream.start().always(Script.json(200, MODELS));

    @AfterEach
    void closes() {
        runtime.close();
        other.close();
    }

    @Test
    void areMadeWhereOperatorsWantThem() {
        try (GatewayHarness gateway = started()
                .section("nodes", Json.object().put("probe_services", true))
                .start()) {
            registers(gateway);

            assertThat(asked(runtime, 1)).isTrue();
        }
    }

    @Test
    void areNotMadeUnasked() {
        try (GatewayHarness gateway = started().start()) {
            registers(gateway);
            other.forget();

            assertThat(asked(other, 2)).isTrue();
            assertThat(runtime.requests()).isEmpty();
        }
    }

    private GatewayHarness.Setup started() {
        return GatewayHarness.with().health("check_interval", "1s").backend("other", vendor(other));
    }

    /// Where the listing of models is scripted, too.
    private static URI vendor(ScriptedUpstream upstream) {
        return upstream.url().resolve("/vendor");
    }

    private void registers(GatewayHarness gateway) {
        try (Passerby node = new Passerby(gateway.url())) {
            String made = node.post("/admin/api/node-keys", "{\"name\":\"gpu\"}", "x-api-key", GatewayHarness.ADMIN_KEY)
                    .body();
            String enrolled = node.post(
                            "/v1/nodes/enrol",
                            "{\"host_id\":\"gpu\"}",
                            "x-sallyport-node-key",
                            Json.parse(made).get("token").text())
                    .body();
            String body = "{\"host_id\":\"gpu\",\"services\":[{\"service_id\":\"gpu/vllm/chat\",\"kind\":\"chat\","
                    + "\"endpoint\":\"" + vendor(runtime) + "\",\"runtime\":{\"engine\":\"vllm\"},"
                    + "\"assets\":[{\"asset_id\":\"qwen3:8b\",\"loaded\":true}]}]}";
            int status = node.post(
                            "/v1/nodes/register",
                            body,
                            "x-sallyport-node-key",
                            Json.parse(enrolled).get("node_key").text())
                    .statusCode();
            assertThat(status).isEqualTo(200);
        }
    }

    private static boolean asked(ScriptedUpstream upstream, int times) {
        Await.until(() -> upstream.requests().size() >= times);
        return upstream.requests().getFirst().firstLine().startsWith("GET /vendor/v1/models");
    }
}
