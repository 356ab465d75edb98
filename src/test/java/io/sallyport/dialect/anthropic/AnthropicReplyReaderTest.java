package io.sallyport.dialect.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.dialect.ErrorBody;
import io.sallyport.dialect.ReplyReader.Verdict;
import io.sallyport.dialect.SseEvent;
import io.sallyport.inference.Operation;
import io.sallyport.inference.TokenUsage;
import io.sallyport.inference.TokenUsage.Source;
import io.sallyport.lang.Bytes;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("DA15")
class AnthropicReplyReaderTest {
    private final AnthropicReplyReader reader = new AnthropicReplyReader();

    @Test
    void addsUpUsageFromStartAndDelta() {
        reader.event(event(
                "message_start",
                "{\"type\":\"message_start\",\"message\":{\"usage\":{\"input_tokens\":20,\"cache_read_input_tokens\":5,"
                        + "\"cache_creation_input_tokens\":3,\"output_tokens\":1}}}"));
        reader.event(event("content_block_delta", "{\"delta\":{\"type\":\"text_delta\",\"text\":\"hello\"}}"));
        reader.event(event("message_delta", "{\"type\":\"message_delta\",\"usage\":{\"output_tokens\":12}}"));
        Verdict last = reader.event(event("message_stop", "{\"type\":\"message_stop\"}"));

        assertThat(last).isEqualTo(Verdict.LAST);
        assertThat(reader.isFinished()).isTrue();
        assertThat(reader.usage()).contains(new TokenUsage(20, 5, 3, 12, 0, Source.REPORTED));
        assertThat(reader.producedCharacters()).isEqualTo(5);
    }

    @Test
    @Tag("D07")
    void reportsAnErrorEvent() {
        Verdict verdict = reader.event(event(
                "error", "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}"));

        assertThat(verdict).isEqualTo(Verdict.FAILED);
        assertThat(reader.failure().orElseThrow().type()).isEqualTo("overloaded_error");
    }

    @Test
    void hasNoUsageBeforeAnyCameBy() {
        reader.event(event("ping", "{\"type\":\"ping\"}"));

        assertThat(reader.usage()).isEmpty();
        assertThat(reader.isFinished()).isFalse();
    }

    @Test
    void readsAWholeMessage() {
        reader.whole(Bytes.of("{\"type\":\"message\",\"usage\":{\"input_tokens\":2,\"output_tokens\":3}}"));

        assertThat(reader.usage()).contains(new TokenUsage(2, 0, 0, 3, 0, Source.REPORTED));
        assertThat(reader.usageIsAbsurd()).isFalse();
    }

    @Test
    void writesErrorsInAnthropicsShape() {
        AnthropicClientDialect dialect = new AnthropicClientDialect();

        String body = dialect.error(429, new ErrorBody("Slow down.", "rate_limit_error", "rate_limited", ""))
                .text();

        assertThat(body)
                .isEqualTo("{\"type\":\"error\",\"error\":{\"type\":\"rate_limit_error\",\"message\":\"Slow down.\","
                        + "\"code\":\"rate_limited\"}}");
    }

    @Test
    void readsTheFactsOfAMessage() {
        AnthropicClientDialect dialect = new AnthropicClientDialect();

        var facts = dialect.read(
                Operation.MESSAGE,
                "/v1/messages",
                Bytes.of("{\"model\":\"claude\",\"max_tokens\":5,\"stream\":true,\"messages\":[]}"));

        assertThat(facts.model()).contains("claude");
        assertThat(facts.outputCap()).contains(5L);
        assertThat(facts.stream()).isTrue();
    }

    private static SseEvent event(String name, String json) {
        return new SseEvent(Bytes.of("event: " + name + "\ndata: " + json + "\n\n"), name, Bytes.of(json));
    }
}
