package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.crypto.SigningKey;
import io.sallyport.crypto.SigningKey.Pair;
import io.sallyport.fleet.NodeMessage;
import io.sallyport.json.Json;
import io.sallyport.lang.Bytes;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.HandClock;
import io.sallyport.testkit.Passerby;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A node with a key pair of its own, and somebody on the way who copies what it sends.
final class SignedNodesTest {
    private static final String REGISTER = "/v1/nodes/register";
    private static final String BEAT = "/v1/nodes/heartbeat";
    private static final String HOST = "{\"host_id\":\"gpu\"}";
    private static final String NODE_KEY = "X-Sallyport-Node-Key";

    private final HandClock clock = HandClock.at(Instant.now());

    @Test
    @Tag("R05")
    @Tag("R07")
    void areHeardOnceAndNotByTheirKeyAlone() {
        Pair pair = SigningKey.generate();
        try (GatewayHarness gateway =
                        GatewayHarness.with().clock(clock).restless().start();
                Passerby node = new Passerby(gateway.url())) {
            String key = enrolled(node, pair);
            String[] first = signed(REGISTER, pair.key(), key);
            clock.move(Duration.ofSeconds(1));
            String[] second = signed(BEAT, pair.key(), key);

            assertThat(node.post(REGISTER, HOST, first).statusCode()).isEqualTo(200);
            assertThat(node.post(BEAT, HOST, second).statusCode()).isEqualTo(200);
            assertThat(node.post(BEAT, HOST, second).body()).contains("node_message_replayed");
            assertThat(node.post(REGISTER, HOST, first).statusCode()).isEqualTo(409);
            assertThat(node.post(REGISTER, HOST, second).body()).contains("invalid_node_signature");
            assertThat(node.post(BEAT, HOST, NODE_KEY, key).statusCode()).isEqualTo(401);
            clock.move(Duration.ofMinutes(2));
            assertThat(node.post(BEAT, HOST, second).body()).contains("node_clock_off");
            assertThat(node.post(BEAT, HOST, signed(BEAT, pair.key(), key)).statusCode())
                    .isEqualTo(200);
        }
    }

    private static String enrolled(Passerby node, Pair pair) {
        String made = node.post("/admin/api/node-keys", "{\"name\":\"gpu\"}", "x-api-key", GatewayHarness.ADMIN_KEY)
                .body();
        String said = "{\"host_id\":\"gpu\",\"public_key\":\"" + pair.publicText() + "\"}";
        HttpResponse<String> answer = node.post(
                "/v1/nodes/enrol", said, NODE_KEY, Json.parse(made).get("token").text());
        return Json.parse(answer.body()).get("node_key").text();
    }

    private String[] signed(String path, SigningKey signing, String key) {
        String now = Long.toString(clock.millis());
        String signature = signing.sign(NodeMessage.signed(path, now, Bytes.of(HOST)));
        return new String[] {NODE_KEY, key, NodeMessage.SENT_AT, now, NodeMessage.SIGNATURE, signature};
    }
}
