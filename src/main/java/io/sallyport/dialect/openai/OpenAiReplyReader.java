package io.sallyport.dialect.openai;

import io.sallyport.dialect.ByteSearch;
import io.sallyport.dialect.ReplyReader;
import io.sallyport.dialect.SseEvent;
import io.sallyport.inference.Operation;
import io.sallyport.inference.RawRequest;
import io.sallyport.inference.TokenUsage;
import io.sallyport.json.Json;
import io.sallyport.json.JsonProblem;
import io.sallyport.lang.Bytes;
import java.util.Optional;

/// Watches an answer in OpenAI's form: chat and completion chunks that end in `[DONE]`, response events that end in
/// `response.completed`, and whole bodies.
///
/// Chunks are searched, not parsed; only the one with usage is parsed.
public final class OpenAiReplyReader implements ReplyReader {
    private static final Bytes DONE = Bytes.of("[DONE]");
    private static final Bytes DONE_EVENT = Bytes.of("data: [DONE]\n\n");
    private static final ByteSearch USAGE = ByteSearch.member("usage");
    private static final ByteSearch FINISH_REASON = ByteSearch.member("finish_reason");
    private static final ByteSearch ERROR = ByteSearch.member("error");
    private static final ByteSearch CHOICES = ByteSearch.member("choices");
    private static final ByteSearch TYPE = ByteSearch.member("type");
    private static final ByteSearch CONTENT = ByteSearch.member("content");
    private static final ByteSearch TEXT = ByteSearch.member("text");
    private static final ByteSearch DELTA = ByteSearch.member("delta");
    private static final ByteSearch REASONING = ByteSearch.member("reasoning_content");
    private static final ByteSearch ARGUMENTS = ByteSearch.member("arguments");

    private final Operation operation;
    private final boolean usageAsked;
    private final boolean hidesThoughts;
    private Optional<TokenUsage> usage = Optional.empty();
    private Optional<UpstreamError> failure = Optional.empty();
    private boolean absurd;
    private boolean finished;
    private long produced;

    /// @param request its facts say whether the client asked for usage, so that it may see the extra event
    public OpenAiReplyReader(RawRequest request, Thoughts thoughts) {
        this.operation = request.operation();
        this.usageAsked = request.facts().usageAsked() || !request.facts().stream();
        this.hidesThoughts = thoughts == Thoughts.HIDDEN && operation == Operation.CHAT;
    }

    @Override
    public Verdict event(SseEvent event) {
        Bytes data = event.data();
        if (data.isEmpty()) {
            return Verdict.FORWARD;
        }
        if (data.equals(DONE)) {
            finished = true;
            return Verdict.LAST;
        }
        return operation == Operation.RESPONSE ? responseEvent(data) : chunk(data);
    }

    private Verdict chunk(Bytes data) {
        int choices = CHOICES.value(data, data.from());
        if (choices < 0 && isObjectOrText(data, ERROR.value(data, data.from()))) {
            failed(data);
            return Verdict.FAILED;
        }
        count(data);
        if (startsText(data, FINISH_REASON.value(data, data.from()))) {
            finished = true;
        }
        boolean carriesUsage = isObject(data, USAGE.value(data, data.from()));
        if (carriesUsage) {
            usageOf(data);
        }
        return carriesUsage && !usageAsked && isEmptyArray(data, choices) ? Verdict.DROP : Verdict.FORWARD;
    }

    private void count(Bytes data) {
        int from = data.from();
        produced += ByteSearch.stringLength(data, CONTENT.value(data, from));
        produced += ByteSearch.stringLength(data, REASONING.value(data, from));
        produced += ByteSearch.stringLength(data, ARGUMENTS.value(data, from));
        if (operation == Operation.COMPLETION) {
            produced += ByteSearch.stringLength(data, TEXT.value(data, from));
        }
    }

    private Verdict responseEvent(Bytes data) {
        return switch (ByteSearch.string(data, TYPE.value(data, data.from()))) {
            case "response.completed", "response.incomplete", "response.failed" -> {
                usageOf(data);
                finished = true;
                yield Verdict.LAST;
            }
            case "error" -> {
                failed(data);
                yield Verdict.FAILED;
            }
            default -> {
                produced += ByteSearch.stringLength(data, DELTA.value(data, data.from()));
                yield Verdict.FORWARD;
            }
        };
    }

    @Override
    public void whole(Bytes body) {
        finished = true;
        if (isObject(body, USAGE.value(body, body.from()))) {
            usageOf(body);
        } else if (isObjectOrText(body, ERROR.value(body, body.from()))) {
            failed(body);
        }
        if (usage.isEmpty()) {
            count(body);
        }
    }

    @Override
    public Optional<Bytes> rewritten(Bytes data) {
        return hidesThoughts ? Reasoning.removed(data) : Optional.empty();
    }

    /// Reads the usage object alone; the rest of the answer is of no concern here.
    private void usageOf(Bytes data) {
        try {
            Bytes object = ByteSearch.object(data, USAGE.value(data, data.from()));
            Optional<TokenUsage> found = object.isEmpty() ? Optional.empty() : OpenAiUsage.read(Json.parse(object));
            usage = found.isPresent() ? found : usage;
        } catch (IllegalArgumentException e) {
            absurd = true;
        } catch (JsonProblem e) {
            // Not JSON: forwarded as it came; it just tells us nothing.
            return;
        }
    }

    private void failed(Bytes data) {
        failure = Optional.of(OpenAiErrors.read(data));
    }

    private static boolean isObject(Bytes data, int at) {
        return at >= 0 && at < data.to() && data.array()[at] == '{';
    }

    private static boolean startsText(Bytes data, int at) {
        return at >= 0 && at < data.to() && data.array()[at] == '"';
    }

    private static boolean isObjectOrText(Bytes data, int at) {
        return isObject(data, at) || startsText(data, at);
    }

    private static boolean isEmptyArray(Bytes data, int at) {
        if (at < 0 || data.array()[at] != '[') {
            return false;
        }
        int next = at + 1;
        while (next < data.to() && data.array()[next] <= ' ') {
            next++;
        }
        return next < data.to() && data.array()[next] == ']';
    }

    @Override
    public Optional<TokenUsage> usage() {
        return usage;
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
        return operation == Operation.RESPONSE ? Bytes.EMPTY : DONE_EVENT;
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
