package io.sallyport.dialect.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.dialect.ReplyReader.Thoughts;
import io.sallyport.dialect.ReplyReader.Verdict;
import io.sallyport.dialect.SseEvent;
import io.sallyport.inference.Operation;
import io.sallyport.inference.RawRequest;
import io.sallyport.inference.RequestFacts;
import io.sallyport.inference.TokenUsage;
import io.sallyport.inference.TokenUsage.Source;
import io.sallyport.lang.Bytes;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiReplyReaderTest {
    private static final String USAGE = "\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":7,"
            + "\"prompt_tokens_details\":{\"cached_tokens\":4},\"completion_tokens_details\":{\"reasoning_tokens\":2}}";

    @Test
    @Tag("D09")
    void dropsTheUsageEventNobodyAskedFor() {
        OpenAiReplyReader reader = reader(Operation.CHAT, false);

        Verdict verdict = reader.event(data("{\"choices\":[]," + USAGE + "}"));

        assertThat(verdict).isEqualTo(Verdict.DROP);
        assertThat(reader.usage()).contains(new TokenUsage(6, 4, 0, 7, 2, Source.REPORTED));
    }

    @Test
    void forwardsTheUsageEventThatWasAskedFor() {
        OpenAiReplyReader reader = reader(Operation.CHAT, true);

        assertThat(reader.event(data("{\"choices\":[]," + USAGE + "}"))).isEqualTo(Verdict.FORWARD);
    }

    @Test
    void isNotFooledByWordsInsideTheText() {
        OpenAiReplyReader reader = reader(Operation.CHAT, false);
        String text = "say \\\"usage\\\":{} and \\\"error\\\": {}";

        Verdict verdict = reader.event(data("{\"choices\":[{\"delta\":{\"content\":\"" + text + "\"}}]}"));

        assertThat(verdict).isEqualTo(Verdict.FORWARD);
        assertThat(reader.usage()).isEmpty();
        assertThat(reader.producedCharacters()).isEqualTo(text.length());
    }

    @Test
    void knowsTheTrueEnd() {
        OpenAiReplyReader reader = reader(Operation.CHAT, false);

        reader.event(data("{\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}"));

        assertThat(reader.isFinished()).isTrue();
        assertThat(reader.event(data("[DONE]"))).isEqualTo(Verdict.LAST);
        assertThat(reader.closing().text()).isEqualTo("data: [DONE]\n\n");
    }

    @Test
    @Tag("D07")
    void reportsAnErrorEvent() {
        OpenAiReplyReader reader = reader(Operation.CHAT, false);

        Verdict verdict =
                reader.event(data("{\"error\":{\"message\":\"boom\",\"type\":\"server_error\",\"code\":\"x\"}}"));

        assertThat(verdict).isEqualTo(Verdict.FAILED);
        assertThat(reader.failure().orElseThrow().message()).isEqualTo("boom");
    }

    @Test
    @Tag("Q11")
    void doesNotBelieveAbsurdUsage() {
        OpenAiReplyReader reader = reader(Operation.CHAT, false);

        reader.event(data("{\"choices\":[],\"usage\":{\"prompt_tokens\":-5,\"completion_tokens\":7}}"));

        assertThat(reader.usage()).isEmpty();
        assertThat(reader.usageIsAbsurd()).isTrue();
    }

    @ParameterizedTest
    @Tag("Q11")
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"prompt_tokens\":3.0,\"completion_tokens\":7} | 3 | 7",
                "{\"input_tokens\":3,\"output_tokens\":7} | 3 | 7",
                "{\"prompt_tokens\":null,\"input_tokens\":3,\"completion_tokens\":\"7\"} | 3 | 0",
                "{\"prompt_tokens\":3,\"completion_tokens\":7,\"prompt_tokens_details\":null} | 3 | 7",
                "{ \"prompt_tokens\" : 3 , \"completion_tokens\" : 7 , \"cost\" : { \"usd\" : 0.1 } } | 3 | 7"
            })
    void readsCountsInTheirSpellings(String usage, long input, long output) {
        OpenAiReplyReader reader = reader(Operation.CHAT, false);

        reader.whole(Bytes.of("{\"choices\":[],\"usage\":" + usage + "}"));

        assertThat(reader.usage()).contains(new TokenUsage(input, 0, 0, output, 0, Source.REPORTED));
    }

    @ParameterizedTest
    @Tag("Q11")
    @ValueSource(
            strings = {
                "{\"prompt_tokens\":3,\"prompt_tokens\":4}",
                "{\"prompt_tokens\":3.5}",
                "{\"prompt_tokens\":03}",
                "{\"prompt_tokens\":\"3\"}",
                "{\"prompt_tokens\":3,}",
                "{\"prompt_tokens\":3,\"prompt_tokens_details\":{\"cached_tokens\":1,\"cached_tokens\":2}}",
                "{\"prompt_tokens\":99999999999999999999}",
                "{}"
            })
    void learnsNothingFromUsageItCannotTrust(String usage) {
        OpenAiReplyReader reader = reader(Operation.CHAT, false);

        reader.whole(Bytes.of("{\"choices\":[],\"usage\":" + usage + "}"));

        assertThat(reader.usage()).isEmpty();
    }

    @Test
    void readsUsageOfZeroAsZero() {
        OpenAiReplyReader reader = reader(Operation.CHAT, false);

        reader.whole(Bytes.of("{\"usage\":{\"prompt_tokens\":0,\"completion_tokens\":0}}"));

        assertThat(reader.usage()).contains(new TokenUsage(0, 0, 0, 0, 0, Source.REPORTED));
    }

    @Test
    @Tag("DA8")
    void followsResponsesToTheirLastEvent() {
        OpenAiReplyReader reader = reader(Operation.RESPONSE, false);

        Verdict delta = reader.event(data("{\"type\":\"response.output_text.delta\",\"delta\":\"hey\"}"));
        Verdict last = reader.event(data("{\"type\":\"response.completed\",\"response\":{\"usage\":{\"input_tokens\":3,"
                + "\"output_tokens\":5,\"input_tokens_details\":{\"cached_tokens\":1}}}}"));

        assertThat(delta).isEqualTo(Verdict.FORWARD);
        assertThat(last).isEqualTo(Verdict.LAST);
        assertThat(reader.producedCharacters()).isEqualTo(3);
        assertThat(reader.usage()).contains(new TokenUsage(2, 1, 0, 5, 0, Source.REPORTED));
    }

    @Test
    @Tag("Q11")
    void takesNoUsageFromWhatAnAnswerRepeatsOfItsRequest() {
        String repeated = "\"tools\":[{\"parameters\":{\"usage\":{\"input_tokens\":0,\"output_tokens\":0},"
                + "\"error\":{\"message\":\"x\"}}}]";
        String usage = "\"usage\":{\"input_tokens\":10,\"output_tokens\":7}";
        OpenAiReplyReader whole = reader(Operation.RESPONSE, true);
        OpenAiReplyReader stream = reader(Operation.RESPONSE, true);
        OpenAiReplyReader silent = reader(Operation.RESPONSE, true);

        whole.whole(Bytes.of("{" + repeated + "," + usage + "}"));
        stream.event(data("{\"type\":\"response.completed\",\"response\":{" + repeated + "," + usage + "}}"));
        silent.whole(Bytes.of("{" + repeated + "}"));

        assertThat(whole.usage().orElseThrow().total()).isEqualTo(17);
        assertThat(stream.usage().orElseThrow().total()).isEqualTo(17);
        assertThat(silent.usage()).isEmpty();
        assertThat(silent.failure()).isEmpty();
    }

    @Test
    @Tag("DA41")
    void takesReasoningOutWhenItIsHidden() {
        OpenAiReplyReader reader = reader(Operation.CHAT, false);
        Bytes chunk = Bytes.of("{\"id\":\"1\",\"choices\":[{\"index\":0,\"delta\":{\"reasoning_content\":\"secret\","
                + "\"content\":\"open\"}}]}");

        Optional<Bytes> shown = reader.rewritten(chunk);

        assertThat(shown.orElseThrow().text())
                .contains("open")
                .doesNotContain("secret")
                .doesNotContain("reasoning");
    }

    @Test
    void leavesAnswersWithoutReasoningAlone() {
        assertThat(reader(Operation.CHAT, false).rewritten(Bytes.of("{\"choices\":[]}")))
                .isEmpty();
    }

    @Test
    void countsTheTokensOfARankingAndNotThoseInItsDocuments() {
        OpenAiReplyReader reader = reader(Operation.RERANK, false);

        reader.whole(Bytes.of("{\"results\":[{\"index\":0,\"document\":{\"usage\":{\"total_tokens\":1}}}],"
                + "\"usage\":{\"total_tokens\":40}}"));

        assertThat(reader.usage()).contains(new TokenUsage(40, 0, 0, 0, 0, Source.REPORTED));
    }

    private static OpenAiReplyReader reader(Operation operation, boolean usageAsked) {
        RequestFacts facts =
                new RequestFacts(Optional.of("m"), Optional.empty(), true, usageAsked, Optional.empty(), 1);
        return new OpenAiReplyReader(
                new RawRequest(operation, "POST", "/v1/x", "", "application/json", Bytes.EMPTY, facts),
                Thoughts.HIDDEN);
    }

    private static SseEvent data(String json) {
        return new SseEvent(Bytes.of("data: " + json + "\n\n"), "", Bytes.of(json));
    }
}
