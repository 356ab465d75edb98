package io.sallyport.dialect;

import io.sallyport.inference.ChatOptions.Effort;
import io.sallyport.inference.TokenOdds;
import io.sallyport.json.Json;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Members of a request as the client gave them; empty where it did not.
///
/// Errors: JsonProblem when a member is of another type.
public final class Given {
    private Given() {}

    public static Optional<Long> whole(Json value) {
        return value.isPresent() ? Optional.of(value.asLong()) : Optional.empty();
    }

    public static Optional<BigDecimal> number(Json value) {
        return value.isPresent() ? Optional.of(value.decimal()) : Optional.empty();
    }

    public static Optional<String> text(Json value) {
        return value.isPresent() ? Optional.of(value.text()) : Optional.empty();
    }

    /// How hard to think, in the words of every vendor; words that nobody knows are lost.
    ///
    /// @param name of the member, as losses call it
    public static Optional<Effort> effort(Json value, String name, Losses losses) {
        Optional<Effort> known = Arrays.stream(Effort.values())
                .filter(effort -> effort.word().equals(value.textOr("")))
                .findFirst();
        if (known.isEmpty() && value.isPresent()) {
            losses.dropped(name);
        }
        return known;
    }

    /// One text or a list of them.
    public static List<String> texts(Json value) {
        if (!value.isPresent()) {
            return List.of();
        }
        return value.isText()
                ? List.of(value.text())
                : value.elements().stream().map(Json::text).toList();
    }

    /// How likely the tokens of a list were, as OpenAI and Ollama say it; none when there is no list.
    public static List<TokenOdds> odds(Json list) {
        return elements(list).stream()
                .map(token -> new TokenOdds(
                        token.get("token").text(), token.get("logprob").decimal(), odds(token.get("top_logprobs"))))
                .toList();
    }

    /// The elements of a list; none when there is no list.
    public static List<Json> elements(Json value) {
        return value.isPresent() ? value.elements() : List.of();
    }
}
