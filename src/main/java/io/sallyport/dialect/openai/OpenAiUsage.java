package io.sallyport.dialect.openai;

import io.sallyport.inference.TokenUsage;
import io.sallyport.inference.TokenUsage.Source;
import io.sallyport.json.Json;
import io.sallyport.json.JsonProblem;
import io.sallyport.json.JsonScan;
import io.sallyport.lang.Bytes;
import java.util.Optional;

/// Reads OpenAI's `usage` object in both of its spellings.
///
/// OpenAI counts cached tokens inside the prompt tokens and reasoning inside the output; the classes are made
/// disjoint. Source: OpenAI API reference, chat completion object and response object.
final class OpenAiUsage {
    /// More tokens than any call can have; such a count is a fault of the upstream.
    private static final long ABSURD = 1_000_000_000L;

    /// Digits that cannot overflow.
    private static final int MOST_DIGITS = 18;

    private OpenAiUsage() {}

    /// The tokens, or empty when the object holds none.
    ///
    /// Errors: IllegalArgumentException when the counts cannot be true; RefusedException or JsonProblem for
    /// what is not JSON.
    static Optional<TokenUsage> read(Bytes usage) {
        JsonScan counts = JsonScan.object(usage);
        // Where nothing is produced, some say the total only.
        Bytes named = either(counts, "prompt_tokens", "input_tokens");
        Bytes prompt = named.isEmpty() ? counts.valueOrEmpty("total_tokens") : named;
        if (!isNumber(prompt)) {
            return Optional.empty();
        }
        long input = count(prompt);
        long output = count(either(counts, "completion_tokens", "output_tokens"));
        long cached = count(detail(either(counts, "prompt_tokens_details", "input_tokens_details"), "cached_tokens"));
        long reasoning =
                count(detail(either(counts, "completion_tokens_details", "output_tokens_details"), "reasoning_tokens"));
        long cachedInput = Math.min(cached, input);
        return Optional.of(new TokenUsage(
                input - cachedInput, cachedInput, 0, output, Math.min(reasoning, output), Source.REPORTED));
    }

    /// No value is empty, so an empty one says that there is none.
    private static Bytes either(JsonScan counts, String first, String second) {
        Bytes value = counts.valueOrEmpty(first);
        return value.isEmpty() || first(value) == 'n' ? counts.valueOrEmpty(second) : value;
    }

    private static Bytes detail(Bytes details, String name) {
        return !details.isEmpty() && first(details) == '{'
                ? JsonScan.object(details).valueOrEmpty(name)
                : Bytes.EMPTY;
    }

    private static long count(Bytes value) {
        if (!isNumber(value)) {
            return 0;
        }
        long tokens = whole(value);
        if (tokens < 0 || tokens > ABSURD) {
            throw new IllegalArgumentException("a token count of " + tokens + " cannot be true");
        }
        return tokens;
    }

    /// A whole number; only unusual spellings such as `3.0` need the parser.
    private static long whole(Bytes number) {
        long whole = 0;
        for (int at = number.from(); at < number.to(); at++) {
            byte digit = number.array()[at];
            if (digit < '0' || digit > '9' || number.length() > MOST_DIGITS) {
                return unusual(Json.parse(number));
            }
            whole = whole * 10 + digit - '0';
        }
        return whole;
    }

    private static long unusual(Json number) {
        try {
            return number.asLong();
        } catch (JsonProblem e) {
            throw new IllegalArgumentException("a token count that is no whole number cannot be true", e);
        }
    }

    private static boolean isNumber(Bytes value) {
        return !value.isEmpty() && (first(value) == '-' || (first(value) >= '0' && first(value) <= '9'));
    }

    private static byte first(Bytes value) {
        return value.array()[value.from()];
    }
}
