package io.sallyport.dialect;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.sallyport.dialect.ReplyReader.Thoughts;
import io.sallyport.dialect.anthropic.AnthropicReplyReader;
import io.sallyport.dialect.openai.OpenAiReplyReader;
import io.sallyport.inference.Operation;
import io.sallyport.inference.RawRequest;
import io.sallyport.inference.RequestFacts;
import io.sallyport.inference.TokenUsage;
import io.sallyport.json.Json;
import io.sallyport.json.JsonProblem;
import io.sallyport.json.JsonScan;
import io.sallyport.lang.Bytes;
import io.sallyport.lang.RefusedException;
import java.util.List;
import java.util.Optional;

/// Usage in whole answers: searched in the bytes it is what a parser finds, and garbage is survived.
///
/// Fuzzes with `JAZZER_FUZZ=1 mvn test -Dtest=ReportedUsageFuzzTest`; otherwise the seeds are replayed.
class ReportedUsageFuzzTest {
    private static final long MOST = 1_000_000_000L;

    @FuzzTest(maxDuration = "60s")
    void reportsWhatAParserFinds(byte[] answer) {
        Bytes body = Bytes.of(answer);
        read(new AnthropicReplyReader(), body);
        Optional<TokenUsage> found = read(openAi(Operation.RESPONSE), body);
        Optional<Json> usage = parsed(body);
        if (usage.isEmpty()) {
            return;
        }
        Json input = usage.get().get("input_tokens");
        boolean isWhole = input.isNumber() && input.asLong() >= 0 && input.asLong() <= MOST;
        if (found.isPresent() && !(isWhole && found.get().prompt() == input.asLong())) {
            throw new AssertionError(usage.get() + " was read as " + found);
        }
    }

    private static Optional<TokenUsage> read(ReplyReader reader, Bytes body) {
        for (String name : List.of("message_start", "message_delta", "error", "")) {
            reader.event(new SseEvent(body, name, body));
        }
        ReplyReader fresh = reader instanceof OpenAiReplyReader ? openAi(Operation.RESPONSE) : reader;
        fresh.whole(body);
        return fresh.usage();
    }

    private static ReplyReader openAi(Operation operation) {
        RawRequest request = new RawRequest(operation, "POST", "/", "", "", Bytes.EMPTY, RequestFacts.NONE);
        return new OpenAiReplyReader(request, Thoughts.SHOWN);
    }

    /// The usage of an answer that is one JSON object in OpenAI's newer spelling.
    private static Optional<Json> parsed(Bytes body) {
        try {
            JsonScan.object(body);
            return Optional.of(Json.parse(body).get("usage"))
                    .filter(usage -> !usage.get("prompt_tokens").isPresent());
        } catch (RefusedException | JsonProblem e) {
            return Optional.empty();
        }
    }
}
