package io.sallyport.pipeline;

import io.sallyport.inference.TokenUsage;
import io.sallyport.inference.TokenUsage.Source;
import io.sallyport.json.Json;
import io.sallyport.json.JsonProblem;
import io.sallyport.lang.Bytes;
import java.util.Optional;

/// Sums up the tokens of a realtime session: each `response.done` event reports those of one answer.
///
/// Source: OpenAI API reference, realtime server events.
final class RealtimeUsage {
    private long input;
    private long cached;
    private long output;
    private boolean reported;

    /// @return what the event reports
    Optional<TokenUsage> add(Bytes event) {
        try {
            Json tree = Json.parse(event);
            Json usage = tree.path("response.usage");
            if (!tree.get("type").textOr("").equals("response.done") || !usage.isObject()) {
                return Optional.empty();
            }
            long read = Math.max(0, usage.get("input_tokens").longOr(0));
            long fromCache =
                    Math.clamp(usage.path("input_token_details.cached_tokens").longOr(0), 0, read);
            long written = Math.max(0, usage.get("output_tokens").longOr(0));
            input += read - fromCache;
            cached += fromCache;
            output += written;
            reported = true;
            return Optional.of(new TokenUsage(read - fromCache, fromCache, 0, written, 0, Source.REPORTED));
        } catch (JsonProblem e) {
            // Not JSON: passed on as it came; it just tells us nothing.
            return Optional.empty();
        }
    }

    Optional<TokenUsage> total() {
        return reported ? Optional.of(new TokenUsage(input, cached, 0, output, 0, Source.REPORTED)) : Optional.empty();
    }
}
