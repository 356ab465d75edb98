package io.sallyport.dialect.openai;

import io.sallyport.dialect.Given;
import io.sallyport.inference.TokenOdds;
import io.sallyport.json.Json;
import io.sallyport.json.JsonArray;
import io.sallyport.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// How likely the words of a chat completion were, as OpenAI's form says it.
///
/// Source: OpenAI API reference, `logprobs` of a choice and of a chunk.
public final class LogProbs {
    private static final int BYTE = 0xFF;

    private LogProbs() {}

    /// How many alternatives a request wants beside each token; empty when it wants no likelihoods.
    static Optional<Long> asked(Json body) {
        return body.get("logprobs").boolOr(false)
                ? Optional.of(body.get("top_logprobs").longOr(0))
                : Optional.empty();
    }

    /// Asks for as many alternatives beside each token; for nothing when no likelihoods are wanted.
    public static void ask(Optional<Long> odds, JsonObject body) {
        odds.ifPresent(others -> {
            body.put("logprobs", true);
            if (others > 0) {
                body.put("top_logprobs", others);
            }
        });
    }

    /// Those of a choice; none when it says nothing.
    static List<TokenOdds> read(Json choice) {
        return Given.odds(choice.path("logprobs.content"));
    }

    /// @return JSON null for none
    static Json written(List<TokenOdds> odds) {
        if (odds.isEmpty()) {
            return Json.NULL;
        }
        JsonArray content = Json.array();
        odds.forEach(token -> content.add(token(token).put("top_logprobs", others(token.others()))));
        return Json.object().put("content", content).put("refusal", Json.NULL).toJson();
    }

    private static JsonArray others(List<TokenOdds> odds) {
        JsonArray others = Json.array();
        odds.forEach(token -> others.add(token(token)));
        return others;
    }

    private static JsonObject token(TokenOdds odds) {
        JsonArray bytes = Json.array();
        for (byte one : odds.token().getBytes(StandardCharsets.UTF_8)) {
            bytes.add(one & BYTE);
        }
        return Json.object()
                .put("token", odds.token())
                .put("logprob", odds.logProbability())
                .put("bytes", bytes);
    }
}
