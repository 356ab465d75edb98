package io.sallyport.dialect.openai;

import io.sallyport.inference.TokenUsage;
import io.sallyport.inference.TokenUsage.Source;
import io.sallyport.json.Json;
import java.util.Optional;

/// Reads OpenAI's `usage` object in both of its spellings.
///
/// OpenAI counts cached tokens inside the prompt tokens and reasoning inside the output; the classes are made disjoint.
/// Source: OpenAI API reference, chat completion object and response object, seen 2026-11-21.
final class OpenAiUsage {
    /// More tokens than any call can have; such a count is a fault of the upstream.
    private static final long ABSURD = 1_000_000_000L;

    private OpenAiUsage() {}

    /// The tokens, or empty when the object holds none.
    ///
    /// Errors: IllegalArgumentException when the counts cannot be true.
    static Optional<TokenUsage> read(Json usage) {
        Json prompt = either(usage, "prompt_tokens", "input_tokens");
        if (!prompt.isNumber()) {
            return Optional.empty();
        }
        long input = count(prompt);
        long output = count(either(usage, "completion_tokens", "output_tokens"));
        long cached = count(
                either(usage, "prompt_tokens_details", "input_tokens_details").get("cached_tokens"));
        long reasoning = count(either(usage, "completion_tokens_details", "output_tokens_details")
                .get("reasoning_tokens"));
        long cachedInput = Math.min(cached, input);
        return Optional.of(new TokenUsage(
                input - cachedInput, cachedInput, 0, output, Math.min(reasoning, output), Source.REPORTED));
    }

    private static Json either(Json usage, String first, String second) {
        Json value = usage.get(first);
        return value.isPresent() ? value : usage.get(second);
    }

    private static long count(Json value) {
        if (!value.isNumber()) {
            return 0;
        }
        long tokens = value.asLong();
        if (tokens < 0 || tokens > ABSURD) {
            throw new IllegalArgumentException("a token count of " + tokens + " cannot be true");
        }
        return tokens;
    }
}
