package io.sallyport.dialect.gemini;

import io.sallyport.dialect.Given;
import io.sallyport.dialect.Losses;
import io.sallyport.inference.ChatOptions;
import io.sallyport.inference.ChatOptions.AnswerForm;
import io.sallyport.inference.ChatOptions.Effort;
import io.sallyport.inference.ChatOptions.Rest;
import io.sallyport.json.Json;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Reads how an answer is to be made, in Gemini's words.
///
/// Source: Gemini API reference, GenerationConfig.
///
/// @param config `generationConfig`; may be missing
record GeminiOptions(Json config, Losses losses) {
    private static final Set<String> READ = Set.of(
            "maxOutputTokens",
            "temperature",
            "topP",
            "topK",
            "stopSequences",
            "seed",
            "presencePenalty",
            "frequencyPenalty",
            "responseMimeType",
            "responseSchema",
            "responseJsonSchema",
            "thinkingConfig",
            "candidateCount",
            "responseLogprobs",
            "logprobs");

    /// Tokens of thinking up to which it counts as little, and as middling.
    private static final long LITTLE = 2_048;

    private static final long MIDDLING = 8_192;

    ChatOptions read() {
        Spelling.unread(losses, config, READ, "generationConfig.");
        return new ChatOptions(
                Given.whole(get("maxOutputTokens")),
                Given.number(get("temperature")),
                Given.number(get("topP")),
                Given.whole(get("topK")),
                Given.texts(get("stopSequences")),
                effort(get("thinkingConfig")),
                answer(),
                Optional.empty(),
                Given.whole(get("seed")),
                Given.number(get("frequencyPenalty")),
                Given.number(get("presencePenalty")),
                Optional.empty(),
                odds(),
                get("candidateCount").longOr(1),
                Rest.NONE);
    }

    private Optional<Long> odds() {
        return get("responseLogprobs").boolOr(false)
                ? Optional.of(get("logprobs").longOr(0))
                : Optional.empty();
    }

    private Json get(String name) {
        return Spelling.get(config, name);
    }

    private Optional<Effort> effort(Json thinking) {
        String level = Spelling.get(thinking, "thinkingLevel").textOr("").toLowerCase(Locale.ROOT);
        if (!level.isEmpty()) {
            return Given.effort(Json.of(level), "generationConfig.thinkingConfig.thinkingLevel", losses);
        }
        Json budget = Spelling.get(thinking, "thinkingBudget");
        if (!budget.isPresent() || budget.asLong() < 0) {
            return Optional.empty();
        }
        losses.emulated("generationConfig.thinkingConfig.thinkingBudget");
        long tokens = budget.asLong();
        return Optional.of(
                tokens == 0
                        ? Effort.NONE
                        : tokens <= LITTLE ? Effort.LOW : tokens <= MIDDLING ? Effort.MEDIUM : Effort.HIGH);
    }

    private AnswerForm answer() {
        if (!get("responseMimeType").textOr("").equals("application/json")) {
            return new AnswerForm.Free();
        }
        Json plain = get("responseJsonSchema");
        Json own = get("responseSchema");
        if (!plain.isPresent() && !own.isPresent()) {
            return new AnswerForm.AnyObject();
        }
        return new AnswerForm.Schema("", plain.isPresent() ? plain : GeminiSchema.read(own), false);
    }
}
