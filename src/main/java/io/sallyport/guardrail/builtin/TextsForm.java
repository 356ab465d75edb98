package io.sallyport.guardrail.builtin;

import io.sallyport.guardrail.Content;
import io.sallyport.guardrail.Content.Piece;
import io.sallyport.guardrail.FoundKinds;
import io.sallyport.guardrail.Verdict;
import io.sallyport.guardrail.Verdict.Blocked;
import io.sallyport.guardrail.Verdict.Passed;
import io.sallyport.guardrail.Verdict.Replaced;
import io.sallyport.json.Json;
import io.sallyport.json.JsonArray;
import io.sallyport.json.JsonCodec;
import io.sallyport.json.JsonObject;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The form in which checks of operators are shown texts, and in which they say what becomes of them.
///
/// It stands in docs/guides/guardrails.md.
final class TextsForm {
    private TextsForm() {}

    /// What they answer.
    ///
    /// @param kinds of what they found
    /// @param score how sure they are, from 0 to 1
    /// @param texts in the place of those they were shown, where they change some
    private record Answer(
            Action action, Optional<List<String>> kinds, Optional<BigDecimal> score, Optional<List<Text>> texts) {}

    /// What is done with the texts.
    private enum Action {
        ALLOW,
        CHANGE,
        BLOCK
    }

    /// Another text for a place.
    private record Text(String place, String text) {}

    static JsonObject question(Content content) {
        JsonArray texts = Json.array();
        for (Piece piece : content.pieces()) {
            JsonObject text = Json.object().put("place", piece.place()).put("text", piece.text());
            content.speaker(piece).ifPresent(role -> text.put("role", role));
            texts.add(text);
        }
        return Json.object()
                .put("layer", content.layer().name().toLowerCase(Locale.ROOT))
                .put("model", content.model())
                .put("texts", texts);
    }

    /// Errors: JsonProblem for an answer in another form.
    static Verdict verdict(Content content, Json said) {
        Answer answer = JsonCodec.read(said, Answer.class);
        FoundKinds found = new FoundKinds();
        answer.kinds().orElse(List.of()).forEach(kind -> found.add(ServiceKinds.of(kind)));
        return switch (answer.action()) {
            case ALLOW -> new Passed(found.toString());
            case BLOCK ->
                new Blocked(
                        found.toString(),
                        Math.clamp(answer.score().orElse(BigDecimal.ONE).doubleValue(), 0, 1));
            case CHANGE -> new Replaced(changed(content, said, answer.texts().orElse(List.of())), found.toString());
        };
    }

    /// A text for a place that there is not would be lost unseen.
    private static Map<String, String> changed(Content content, Json said, List<Text> texts) {
        Set<String> places = content.pieces().stream().map(Piece::place).collect(Collectors.toSet());
        Map<String, String> changed = new HashMap<>();
        for (Text text : texts) {
            if (!places.contains(text.place())) {
                throw said.get("texts").problem("names a place that was not shown");
            }
            changed.put(text.place(), text.text());
        }
        return changed;
    }
}
