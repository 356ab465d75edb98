package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.Installation;
import io.sallyport.testkit.Passerby;
import io.sallyport.testkit.Script;
import io.sallyport.testkit.ScriptedUpstream;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// What SQL finds of calls in the views that are called as the tables of older gateways were.
@TestInstance(Lifecycle.PER_CLASS)
final class CallViewsTest {
    private static final String CHAT = "/v1/chat/completions";
    private static final String FORM = "--x\r\ncontent-disposition: form-data; name=\"model\"\r\n\r\nchat\r\n--x\r\n"
            + "content-disposition: form-data; name=\"file\"; filename=\"a.wav\"\r\n\r\nRIFF\r\n--x--\r\n";

    private final ScriptedUpstream upstream =
            ScriptedUpstream.start().always(Script.json(200, ChatWords.answer("fine")));
    private final GatewayHarness gateway = GatewayHarness.with()
            .restless()
            .backend("one", upstream.url())
            .alias("chat", "one/m")
            .pricedByThousands()
            .word("content_capture", "full")
            .start();
    private final Passerby client = new Passerby(gateway.url());

    @BeforeEach
    void forgets() {
        gateway.forgetCalls();
    }

    @AfterAll
    void closes() {
        client.close();
        gateway.close();
        upstream.close();
    }

    @Test
    @Tag("AU11")
    void haveARowForEachChatEmbeddingAndTranscription() {
        ask(ChatWords.question("chat"));
        client.post("/v1/embeddings", "{\"model\":\"chat\",\"input\":\"hello\"}", "authorization", bearer());
        client.send(
                "POST",
                "/v1/audio/transcriptions",
                FORM,
                "content-type",
                "multipart/form-data; boundary=x",
                "authorization",
                bearer());

        List<List<String>> rows = rows("select operation, success from request_audit_log", 3);

        assertThat(rows)
                .containsExactlyInAnyOrder(
                        List.of("chat", "t"), List.of("embedding", "t"), List.of("transcription", "t"));
    }

    @Test
    @Tag("AU9")
    @Tag("AU10")
    void tellWhoAskedForWhatWhereItWentAndWhatBecameOfIt() {
        ask(ChatWords.question("chat"));

        List<List<String>> rows = rows("""
                select key_id, principal_type, principal_ref, operation, requested_model, resolved_service,
                  resolved_host_id, provider_kind, upstream_model, success, status_code, error_category, input_tokens,
                  output_tokens, estimated_cost_usd::float8, request_id is not null, finished_at > started_at,
                  duration_ms >= 0, input_bytes > 0, output_bytes > 0
                from request_audit_log where output_tokens is not null""", 1);

        assertThat(rows)
                .containsExactly(List.of(
                        "static:1",
                        "static",
                        "static:1",
                        "chat",
                        "chat",
                        "one",
                        "one",
                        "openai_compatible",
                        "m",
                        "t",
                        "200",
                        "",
                        "5",
                        "7",
                        "0.012",
                        "t",
                        "t",
                        "t",
                        "t",
                        "t"));
    }

    @Test
    @Tag("AU19")
    void showACallWithItsHeadersAndItsTextsAndWhyItFailed() {
        ask(ChatWords.question("chat"), "user-agent", "probe/1", "x-request-id", "call-1");
        client.post(CHAT, ChatWords.question("chat"), "authorization", "Bearer sk-unknown", "x-request-id", "call-2");

        List<List<String>> fine = rows("""
                select endpoint, method, status_code, provider, user_agent, remote_addr, error, metadata ->> 'model',
                  request_body like '%hello%', response_body like '%fine%', request_headers::text like '%probe/1%',
                  latency_ms >= 0, timestamp <= now()
                from request_logs where request_id = 'call-1' and response_body is not null""", 1);
        List<List<String>> failed = rows("select status_code, error from request_logs where request_id = 'call-2'", 1);

        assertThat(fine)
                .containsExactly(List.of(
                        CHAT,
                        "POST",
                        "200",
                        "openai_compatible",
                        "probe/1",
                        "127.0.0.1",
                        "",
                        "chat",
                        "t",
                        "t",
                        "t",
                        "t",
                        "t"));
        assertThat(failed).containsExactly(List.of("401", "invalid_api_key"));
    }

    private void ask(String body, String... headers) {
        String[] all = List.of(List.of(headers), List.of("authorization", bearer())).stream()
                .flatMap(List::stream)
                .toArray(String[]::new);
        client.post(CHAT, body, all);
    }

    private static String bearer() {
        return "Bearer " + GatewayHarness.KEY;
    }

    private List<List<String>> rows(String sql, int count) {
        return Installation.rows(gateway.database(), sql, count);
    }
}
