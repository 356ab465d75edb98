package io.sallyport.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ScriptedUpstreamTest {

    @Test
    void playsTheStandingScriptAndRemembersWhatArrived() {
        try (ScriptedUpstream upstream = ScriptedUpstream.start().always(Script.json(200, "{\"a\":1}"));
                SseClient client = SseClient.post(upstream.url().resolve("/v1/x"), Map.of("x-test", "yes"), "{}")) {

            String answer = client.text();

            assertThat(answer).isEqualTo("{\"a\":1}");
            assertThat(upstream.requests().getFirst().header("X-Test")).contains("yes");
            assertThat(new String(upstream.received(), StandardCharsets.UTF_8))
                    .startsWith("POST /v1/x HTTP/1.1\r\n")
                    .endsWith("{}");
        }
    }

    @Test
    void readsEventsThatArriveByteByByte() {
        Script script = Script.begin()
                .send("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n")
                .trickle("d\r\ndata: süß\n\n\r\n0\r\n\r\n");
        try (ScriptedUpstream upstream = ScriptedUpstream.start().next(script);
                SseClient client = SseClient.post(upstream.url(), Map.of(), "{}")) {

            var events = client.rest();

            assertThat(events).extracting(SseClient.Event::data).containsExactly("süß");
            assertThat(client.ending()).isEqualTo(SseClient.Ending.CLEAN);
        }
    }

    @Test
    void tellsAResetFromAnEnd() {
        try (ScriptedUpstream upstream = ScriptedUpstream.start()
                        .next(Script.eventStream().events("1", "2").reset());
                SseClient client = SseClient.post(upstream.url(), Map.of(), "{}")) {

            client.rest();

            assertThat(client.ending()).isEqualTo(SseClient.Ending.CUT);
        }
    }
}
