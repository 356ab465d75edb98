package io.sallyport.dialect.anthropic;

import io.sallyport.dialect.ByteSearch;
import io.sallyport.dialect.ReplyReader;
import io.sallyport.dialect.SseEvent;
import io.sallyport.inference.TokenUsage;
import io.sallyport.inference.TokenUsage.Source;
import io.sallyport.json.Json;
import io.sallyport.json.JsonProblem;
import io.sallyport.lang.Bytes;
import java.util.Optional;

/// Watches an answer in Anthropic's form: events from `message_start` to `message_stop`, and whole bodies.
///
/// Usage comes in two parts: input tokens at the start, output tokens as a running total in each
/// `message_delta`. Source: Anthropic API reference, streaming messages.
public final class AnthropicReplyReader implements ReplyReader {
    private static final long ABSURD = 1_000_000_000L;
    private static final ByteSearch TEXT = ByteSearch.member("text");
    private static final ByteSearch THINKING = ByteSearch.member("thinking");
    private static final ByteSearch PARTIAL_JSON = ByteSearch.member("partial_json");

    private long input;
    private long cached;
    private long cacheWrite;
    private long output;
    private boolean reported;
    private boolean absurd;
    private boolean finished;
    private long produced;
    private Optional<UpstreamError> failure = Optional.empty();

    @Override
    public Verdict event(SseEvent event) {
        return switch (event.name()) {
            case "message_start" -> {
                read(event.data(), "message");
                yield Verdict.FORWARD;
            }
            case "message_delta" -> {
                read(event.data(), "");
                finished = true;
                yield Verdict.FORWARD;
            }
            case "message_stop" -> {
                finished = true;
                yield Verdict.LAST;
            }
            case "error" -> {
                failure = Optional.of(AnthropicErrors.read(event.data()));
                yield Verdict.FAILED;
            }
            default -> {
                count(event.data());
                yield Verdict.FORWARD;
            }
        };
    }

    private void count(Bytes data) {
        produced += ByteSearch.stringLength(data, TEXT.value(data, data.from()));
        produced += ByteSearch.stringLength(data, THINKING.value(data, data.from()));
        produced += ByteSearch.stringLength(data, PARTIAL_JSON.value(data, data.from()));
    }

    @Override
    public void whole(Bytes body) {
        finished = true;
        read(body, "");
        if (!reported) {
            count(body);
        }
    }

    @Override
    public Optional<Bytes> rewritten(Bytes data) {
        return Optional.empty();
    }

    private void read(Bytes data, String inside) {
        try {
            Json tree = Json.parse(data);
            Json usage = (inside.isEmpty() ? tree : tree.get(inside)).get("usage");
            if (usage.isObject()) {
                input = latest(usage, "input_tokens", input);
                cached = latest(usage, "cache_read_input_tokens", cached);
                cacheWrite = latest(usage, "cache_creation_input_tokens", cacheWrite);
                output = latest(usage, "output_tokens", output);
                reported = true;
            }
            if (tree.get("type").textOr("").equals("error")) {
                failure = Optional.of(AnthropicErrors.read(data));
            }
        } catch (JsonProblem e) {
            // Not JSON: forwarded as it came; it just tells us nothing.
            return;
        }
    }

    private long latest(Json usage, String name, long before) {
        Json value = usage.get(name);
        if (!value.isNumber()) {
            return before;
        }
        long tokens = value.asLong();
        if (tokens < 0 || tokens > ABSURD) {
            absurd = true;
            return before;
        }
        return tokens;
    }

    @Override
    public Optional<TokenUsage> usage() {
        return reported && !absurd
                ? Optional.of(new TokenUsage(input, cached, cacheWrite, output, 0, Source.REPORTED))
                : Optional.empty();
    }

    @Override
    public boolean usageIsAbsurd() {
        return absurd;
    }

    @Override
    public boolean isFinished() {
        return finished;
    }

    @Override
    public Bytes closing() {
        return Bytes.of("event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n");
    }

    @Override
    public long producedCharacters() {
        return produced;
    }

    @Override
    public Optional<UpstreamError> failure() {
        return failure;
    }
}
