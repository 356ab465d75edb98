package io.sallyport.dialect.gemini;

import io.sallyport.dialect.Losses;
import io.sallyport.inference.ChatOptions;
import io.sallyport.inference.ChatOptions.AnswerForm;
import io.sallyport.inference.ChatOptions.Effort;
import io.sallyport.inference.ChatRequest;
import io.sallyport.json.Json;
import io.sallyport.json.JsonArray;
import io.sallyport.json.JsonObject;
import java.util.List;

/// How an answer is to be made, in Gemini's words.
///
/// Source: Gemini API reference, GenerationConfig; Gemini API documentation, thinking; Vertex AI documentation,
/// candidateCount.
record Generation(ChatRequest request, Losses losses) {
    private static final int MOST_STOPS = 5;
    private static final String JSON = "application/json";

    /// Tokens of thinking, for models that count them.
    private static final long LEAST = 512;

    private static final long LITTLE = 1_024;

    private static final long MIDDLING = 8_192;
    private static final long MUCH = 24_576;

    /// Empty when the client said nothing.
    Json config() {
        ChatOptions options = request.options();
        JsonObject config = Json.object();
        options.outputCap().ifPresent(cap -> config.put("maxOutputTokens", cap));
        options.temperature().ifPresent(value -> config.put("temperature", value));
        options.topP().ifPresent(value -> config.put("topP", value));
        options.topK().ifPresent(value -> config.put("topK", value));
        options.seed().ifPresent(value -> config.put("seed", value));
        options.presencePenalty().ifPresent(value -> config.put("presencePenalty", value));
        options.frequencyPenalty().ifPresent(value -> config.put("frequencyPenalty", value));
        if (request.stream()) {
            // Only whole answers have several candidates.
            losses.onlyOne(options);
        } else if (options.choices() > 1) {
            config.put("candidateCount", options.choices());
        }
        options.odds().ifPresent(others -> {
            config.put("responseLogprobs", true);
            if (others > 0) {
                config.put("logprobs", others);
            }
        });
        stop(options.stop(), config);
        answer(options.answer(), config);
        options.effort().ifPresent(effort -> config.put("thinkingConfig", thinking(effort)));
        return config.toJson();
    }

    private void stop(List<String> stops, JsonObject config) {
        if (stops.isEmpty()) {
            return;
        }
        JsonArray kept = Json.array();
        stops.stream().limit(MOST_STOPS).forEach(kept::add);
        config.put("stopSequences", kept);
        if (stops.size() > MOST_STOPS) {
            losses.changed("stop");
        }
    }

    private void answer(AnswerForm form, JsonObject config) {
        if (form instanceof AnswerForm.Free) {
            return;
        }
        // The former models refuse a call with both.
        if (!request.tools().isEmpty() && !GeminiModel.isThird(request.model())) {
            losses.dropped("response_format");
            return;
        }
        config.put("responseMimeType", JSON);
        if (form instanceof AnswerForm.Schema schema) {
            config.put("responseJsonSchema", GeminiSchema.written(schema.schema(), losses));
        }
    }

    private JsonObject thinking(Effort effort) {
        JsonObject thinking = Json.object();
        if (GeminiModel.isThird(request.model())) {
            thinking.put(
                    "thinkingLevel",
                    losses.nearest(effort, Effort.LOW, Effort.HIGH).word());
        } else {
            losses.emulated("reasoning_effort");
            thinking.put("thinkingBudget", budget(effort));
        }
        return effort == Effort.NONE ? thinking : thinking.put("includeThoughts", true);
    }

    private static long budget(Effort effort) {
        return switch (effort) {
            case NONE -> 0;
            case MINIMAL -> LEAST;
            case LOW -> LITTLE;
            case MEDIUM -> MIDDLING;
            case HIGH, XHIGH, MAX -> MUCH;
        };
    }
}
