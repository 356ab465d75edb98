package io.sallyport.dialect.gemini;

import io.sallyport.inference.TokenUsage;
import io.sallyport.inference.TokenUsage.Source;
import io.sallyport.json.Json;
import io.sallyport.json.JsonObject;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Tokens as Gemini counts them: cached ones among those of the prompt, thoughts beside those of the answer.
///
/// Each event of a stream repeats the totals so far.
/// Source: Gemini API reference, UsageMetadata.
///
/// @param counts by their names there; the latest of each
/// @param isAbsurd a count cannot be true
record GeminiUsage(Map<String, Long> counts, boolean isAbsurd) {
    static final GeminiUsage NONE = new GeminiUsage(Map.of(), false);

    private static final long ABSURD = 1_000_000_000L;
    private static final String PROMPT = "promptTokenCount";
    private static final String TOOLS = "toolUsePromptTokenCount";
    private static final String CACHED = "cachedContentTokenCount";
    private static final String ANSWER = "candidatesTokenCount";
    private static final String THOUGHTS = "thoughtsTokenCount";
    private static final String TOTAL = "totalTokenCount";

    GeminiUsage {
        counts = Map.copyOf(counts);
    }

    /// With what an event says.
    GeminiUsage and(Json metadata) {
        if (!metadata.isObject()) {
            return this;
        }
        Map<String, Long> all = new TreeMap<>(counts);
        boolean absurd = isAbsurd;
        for (Json.Field field : metadata.fields()) {
            if (field.name().endsWith("TokenCount") && field.value().isNumber()) {
                long tokens = field.value().asLong();
                boolean possible = tokens >= 0 && tokens <= ABSURD;
                absurd |= !possible;
                all.put(field.name(), possible ? tokens : 0);
            }
        }
        return new GeminiUsage(all, absurd);
    }

    /// The tokens in disjoint classes; empty when nobody counted, or wrongly.
    Optional<TokenUsage> tokens() {
        if (isAbsurd || !counts.containsKey(PROMPT)) {
            return Optional.empty();
        }
        long prompt = count(PROMPT) + count(TOOLS);
        long cached = Math.min(count(CACHED), prompt);
        long thoughts = count(THOUGHTS);
        return Optional.of(
                new TokenUsage(prompt - cached, cached, 0, count(ANSWER) + thoughts, thoughts, Source.REPORTED));
    }

    private long count(String name) {
        return counts.getOrDefault(name, 0L);
    }

    /// As clients are told.
    static JsonObject written(TokenUsage usage) {
        return Json.object()
                .put(PROMPT, usage.prompt())
                .put(CACHED, usage.cachedInput())
                .put(ANSWER, usage.output() - usage.reasoning())
                .put(THOUGHTS, usage.reasoning())
                .put(TOTAL, usage.total());
    }
}
