package io.sallyport.dialect.openai;

import io.sallyport.dialect.ByteSearch;
import io.sallyport.dialect.MemberSearch;
import io.sallyport.dialect.ReplyReader;
import io.sallyport.dialect.SseEvent;
import io.sallyport.inference.Operation;
import io.sallyport.inference.RawRequest;
import io.sallyport.inference.TokenUsage;
import io.sallyport.json.JsonProblem;
import io.sallyport.lang.Bytes;
import io.sallyport.lang.RefusedException;
import java.util.Optional;

/// Watches an answer in OpenAI's form: chat and completion chunks that end in `[DONE]`, response events that
/// end in `response.completed`, and whole bodies.
///
/// Chunks are searched, not parsed; only the one with usage is parsed.
public final class OpenAiReplyReader implements ReplyReader {
    private static final Bytes DONE = Bytes.of("[DONE]");
    private static final Bytes DONE_EVENT = Bytes.of("data: [DONE]\n\n");
    private static final MemberSearch.Names MEMBERS = MemberSearch.Names.of(
            "usage",
            "finish_reason",
            "error",
            "choices",
            "type",
            "content",
            "text",
            "delta",
            "reasoning_content",
            "reasoning",
            "arguments");
    private static final ByteSearch OWN_RESPONSE = ByteSearch.member("response");
    private static final ByteSearch OWN_USAGE = ByteSearch.member("usage");
    private static final ByteSearch OWN_ERROR = ByteSearch.member("error");
    private static final int USAGE = 0;
    private static final int FINISH_REASON = 1;
    private static final int ERROR = 2;
    private static final int CHOICES = 3;
    private static final int TYPE = 4;
    private static final int CONTENT = 5;
    private static final int TEXT = 6;
    private static final int DELTA = 7;
    private static final int REASONING_CONTENT = 8;
    private static final int REASONING = 9;
    private static final int ARGUMENTS = 10;

    private final Operation operation;
    private final boolean usageAsked;
    private final boolean hidesThoughts;
    private final MemberSearch members = new MemberSearch(MEMBERS);
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
        MemberSearch found = members.in(data);
        int choices = found.value(CHOICES);
        if (choices < 0 && isObjectOrText(data, found.value(ERROR))) {
            failed(data);
            return Verdict.FAILED;
        }
        count(data, found);
        if (startsText(data, found.value(FINISH_REASON))) {
            finished = true;
        }
        boolean carriesUsage = isObject(data, found.value(USAGE));
        if (carriesUsage) {
            usageOf(data, found.value(USAGE));
        }
        return carriesUsage && !usageAsked && isEmptyArray(data, choices) ? Verdict.DROP : Verdict.FORWARD;
    }

    private void count(Bytes data, MemberSearch found) {
        produced += ByteSearch.stringLength(data, found.value(CONTENT));
        produced += ByteSearch.stringLength(data, found.value(REASONING_CONTENT));
        produced += ByteSearch.stringLength(data, found.value(ARGUMENTS));
        if (operation == Operation.COMPLETION) {
            produced += ByteSearch.stringLength(data, found.value(TEXT));
        }
    }

    private Verdict responseEvent(Bytes data) {
        MemberSearch found = members.in(data);
        return switch (ByteSearch.string(data, found.value(TYPE))) {
            case "response.completed", "response.incomplete", "response.failed" -> {
                usageOf(data, OWN_USAGE.member(data, OWN_RESPONSE.member(data, data.from())));
                finished = true;
                yield Verdict.LAST;
            }
            case "error" -> {
                failed(data);
                yield Verdict.FAILED;
            }
            default -> {
                produced += ByteSearch.stringLength(data, found.value(DELTA));
                yield Verdict.FORWARD;
            }
        };
    }

    @Override
    public void whole(Bytes body) {
        finished = true;
        MemberSearch found = members.in(body);
        int at = own(body, OWN_USAGE, found.value(USAGE));
        if (isObject(body, at)) {
            usageOf(body, at);
        } else if (isObjectOrText(body, own(body, OWN_ERROR, found.value(ERROR)))) {
            failed(body);
        }
        if (usage.isEmpty()) {
            count(body, found);
        }
    }

    /// Some answers repeat parts of their request, such as tools or documents, which may hold members of any
    /// name; their own stand outside.
    private int own(Bytes body, ByteSearch member, int first) {
        return operation == Operation.RESPONSE || operation == Operation.RERANK
                ? member.member(body, body.from())
                : first;
    }

    @Override
    public Optional<Bytes> rewritten(Bytes data) {
        if (!hidesThoughts) {
            return Optional.empty();
        }
        MemberSearch found = members.in(data);
        boolean thinks = found.value(REASONING_CONTENT) >= 0 || found.value(REASONING) >= 0;
        return thinks ? Reasoning.removed(data) : Optional.empty();
    }

    /// Reads the usage object alone; the rest of the answer is of no concern here.
    private void usageOf(Bytes data, int at) {
        try {
            Bytes object = ByteSearch.object(data, at);
            Optional<TokenUsage> found = object.isEmpty() ? Optional.empty() : OpenAiUsage.read(object);
            usage = found.isPresent() ? found : usage;
        } catch (IllegalArgumentException e) {
            absurd = true;
        } catch (JsonProblem | RefusedException e) {
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
        if (at < 0 || at >= data.to() || data.array()[at] != '[') {
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
