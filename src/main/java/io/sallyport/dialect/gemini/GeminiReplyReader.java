package io.sallyport.dialect.gemini;

import io.sallyport.dialect.ReplyReader;
import io.sallyport.dialect.SseEvent;
import io.sallyport.inference.TokenUsage;
import io.sallyport.json.Json;
import io.sallyport.json.JsonArray;
import io.sallyport.json.JsonObject;
import io.sallyport.json.JsonProblem;
import io.sallyport.lang.Bytes;
import java.util.Optional;

/// Watches an answer in Gemini's form. Its streams have no closing event: they end with the connection, after
/// an event that says why.
///
/// Source: Gemini API reference, GenerateContentResponse.
public final class GeminiReplyReader implements ReplyReader {
    private final boolean hidesThoughts;
    private GeminiUsage usage = GeminiUsage.NONE;
    private boolean finished;
    private long produced;
    private Optional<UpstreamError> failure = Optional.empty();

    public GeminiReplyReader(Thoughts thoughts) {
        this.hidesThoughts = thoughts == Thoughts.HIDDEN;
    }

    @Override
    public Verdict event(SseEvent event) {
        if (!event.data().isEmpty()) {
            read(event.data());
        }
        return failure.isPresent() ? Verdict.FAILED : Verdict.FORWARD;
    }

    @Override
    public void whole(Bytes body) {
        read(body);
        finished = true;
    }

    private void read(Bytes data) {
        try {
            Json body = Json.parse(data);
            if (body.get("error").isObject()) {
                failure = Optional.of(GeminiErrors.read(data));
                return;
            }
            usage = usage.and(body.get("usageMetadata"));
            Json candidate = body.get("candidates").at(0);
            finished |= candidate.get("finishReason").isText() || GeminiReplies.isBlocked(body);
            GeminiReplies.parts(candidate).forEach(this::count);
        } catch (JsonProblem e) {
            // Not JSON: forwarded as it came; it just tells us nothing.
            return;
        }
    }

    private void count(Json part) {
        produced += part.get("text").textOr("").length();
        Json call = part.get("functionCall");
        produced += call.isObject() ? GeminiReplies.arguments(call).length() : 0;
    }

    @Override
    public Optional<Bytes> rewritten(Bytes data) {
        if (!hidesThoughts) {
            return Optional.empty();
        }
        try {
            Json body = Json.parse(data);
            Json candidate = body.get("candidates").at(0);
            return GeminiReplies.parts(candidate).stream().anyMatch(GeminiReplies::isThought)
                    ? Optional.of(withoutThoughts(body).bytes())
                    : Optional.empty();
        } catch (JsonProblem e) {
            return Optional.empty();
        }
    }

    private static Json withoutThoughts(Json body) {
        JsonArray candidates = Json.array();
        for (Json candidate : body.get("candidates").elements()) {
            JsonArray parts = Json.array();
            GeminiReplies.parts(candidate).stream()
                    .filter(part -> !GeminiReplies.isThought(part))
                    .forEach(parts::add);
            JsonObject content = JsonObject.from(candidate.get("content")).put("parts", parts);
            candidates.add(JsonObject.from(candidate).put("content", content));
        }
        return JsonObject.from(body).put("candidates", candidates).toJson();
    }

    @Override
    public Optional<TokenUsage> usage() {
        return usage.tokens();
    }

    @Override
    public boolean usageIsAbsurd() {
        return usage.isAbsurd();
    }

    @Override
    public boolean isFinished() {
        return finished;
    }

    @Override
    public Bytes closing() {
        return Bytes.EMPTY;
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
