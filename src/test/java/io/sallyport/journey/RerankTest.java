package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.json.Json;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.Passerby;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// Documents are brought into an order by a model, and paid for like any other call.
@TestInstance(Lifecycle.PER_CLASS)
final class RerankTest {
    private static final String ASKED = "{\"model\":\"MODEL\",\"query\":\"red cars\",\"documents\":"
            + "[\"green trees\",\"red cars\",{\"text\":\"red roses\",\"usage\":{\"total_tokens\":1}}]}";

    private final SimulatedGateway gateway = new SimulatedGateway();
    private final Passerby caller = new Passerby(gateway.root());

    @AfterAll
    void closes() {
        caller.close();
        gateway.close();
    }

    @Test
    void relaysTheAnswerOfABackendThatCan() {
        HttpResponse<String> answer = rerank("rerank");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(Json.parse(answer.body()).path("results.0.index").asLong()).isEqualTo(1);
    }

    @Test
    void saysThatABackendCannot() {
        assertThat(rerank("claude").statusCode()).isEqualTo(501);
    }

    private HttpResponse<String> rerank(String model) {
        return caller.post(
                "/v1/rerank", ASKED.replace("MODEL", model), "authorization", "Bearer " + GatewayHarness.KEY);
    }
}
