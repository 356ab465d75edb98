package io.sallyport.journal.audit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("AU4")
final class StreamTextTest {

    @Test
    void putsTheTextOfAChatTogether() {
        String stream = """
                data: {"choices":[{"index":0,"delta":{"role":"assistant","content":""}}]}

                data: {"choices":[{"index":0,"delta":{"content":"Hel"}}]}

                data: {"choices":[{"index":0,"delta":{"content":"lo"}}]}

                data: {"choices":[],"usage":{"total_tokens":3}}

                data: [DONE]

                """;

        assertThat(StreamText.of(stream)).isEqualTo("Hello");
    }

    @Test
    void tellsAnswersReasoningAndToolCallsApart() {
        String stream = """
                data: {"choices":[{"index":0,"delta":{"reasoning_content":"hm"}},{"index":1,"delta":{"content":"B"}}]}

                data: {"choices":[{"index":0,"delta":{"content":"A"}}]}

                data: {"choices":[{"delta":{"tool_calls":[{"index":0,"function":{"name":"find","arguments":"{\\"q\\""}}]}}]}

                data: {"choices":[{"delta":{"tool_calls":[{"index":0,"function":{"arguments":":1}"}}]}}]}

                """;

        assertThat(StreamText.of(stream)).isEqualTo("[reasoning] hm\n[answer 1] B\nA\n[tool find] {\"q\":1}");
    }

    @Test
    void putsMessagesOfAnthropicTogether() {
        String stream = """
                event: content_block_start
                data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}

                event: content_block_delta
                data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Guten "}}

                event: content_block_delta
                data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Tag"}}

                event: content_block_start
                data: {"type":"content_block_start","index":1,"content_block":{"type":"tool_use","name":"look","input":{}}}

                event: content_block_delta
                data: {"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"{}"}}

                """;

        assertThat(StreamText.of(stream)).isEqualTo("Guten Tag\n[tool look] {}");
    }

    @Test
    void putsResponsesTogether() {
        String stream = """
                event: response.output_text.delta
                data: {"type":"response.output_text.delta","output_index":0,"delta":"Hi"}

                event: response.output_text.delta
                data: {"type":"response.output_text.delta","output_index":0,"delta":"!"}

                """;

        assertThat(StreamText.of(stream)).isEqualTo("Hi!");
    }

    @Test
    void keepsWhatCameBeforeTheCut() {
        String stream = "data: {\"choices\":[{\"delta\":{\"content\":\"Hel\"}}]}\n\ndata: {\"choices\":[{\"del";

        assertThat(StreamText.of(stream)).isEqualTo("Hel");
    }

    @Test
    void leavesAnythingElseAsItCame() {
        assertThat(StreamText.of("{\"data\":1}")).isEqualTo("{\"data\":1}");
        assertThat(StreamText.of("data: {\"of\":\"another form\"}\n\n"))
                .isEqualTo("data: {\"of\":\"another form\"}\n\n");
    }
}
