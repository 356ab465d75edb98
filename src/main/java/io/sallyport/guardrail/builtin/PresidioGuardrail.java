package io.sallyport.guardrail.builtin;

import io.sallyport.guardrail.Content;
import io.sallyport.guardrail.FoundKinds;
import io.sallyport.guardrail.Guardrail;
import io.sallyport.guardrail.GuardrailKind;
import io.sallyport.guardrail.Outside;
import io.sallyport.guardrail.Verdict;
import io.sallyport.guardrail.Verdict.Blocked;
import io.sallyport.guardrail.Verdict.Passed;
import io.sallyport.guardrail.Verdict.Replaced;
import io.sallyport.guardrail.builtin.FindingGuardrail.Action;
import io.sallyport.json.Json;
import io.sallyport.json.JsonArray;
import io.sallyport.json.JsonCodec;
import io.sallyport.json.JsonObject;
import io.sallyport.json.JsonProblem;
import io.sallyport.lang.Secret;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/// Masks or refuses what a Presidio analyzer finds, such as names of people; the masking is our own.
///
/// Source: Presidio documentation, REST API of the analyzer.
public final class PresidioGuardrail implements Guardrail.Asking {
    /// The kind as it is set up.
    public static final GuardrailKind KIND =
            new GuardrailKind("presidio", "Masks or refuses what a Presidio analyzer finds.", PresidioGuardrail::read);

    private static final BigDecimal USUAL_THRESHOLD = new BigDecimal("0.5");

    private final JsonService service;
    private final String language;
    private final List<String> entities;
    private final BigDecimal threshold;
    private final Action action;

    private PresidioGuardrail(Config config) {
        this.service = new JsonService(config.url(), config.apiKey());
        this.language = config.language().orElse("en");
        this.entities = config.entities().orElse(List.of());
        this.threshold = config.threshold().orElse(USUAL_THRESHOLD);
        this.action = config.action().orElse(Action.MASK);
        if (action == Action.PSEUDONYM) {
            throw new IllegalArgumentException("action must be mask or block");
        }
    }

    /// What stands under `config`.
    ///
    /// @param url with its path, such as `http://presidio:3000/analyze`
    /// @param entities what is looked for, such as `PERSON`; all it knows without them
    /// @param threshold findings that are less sure do not count
    private record Config(
            String url,
            Optional<Secret> apiKey,
            Optional<String> language,
            Optional<List<String>> entities,
            Optional<BigDecimal> threshold,
            Optional<Action> action) {}

    private static Guardrail read(Json json) {
        return new PresidioGuardrail(JsonCodec.read(json, Config.class));
    }

    @Override
    public Verdict ask(Content content, Outside outside) {
        String text = content.whole();
        if (text.isBlank()) {
            return Passed.CLEAN;
        }
        List<Span> spans;
        try {
            spans = service.ask(question(text), outside).elements().stream()
                    .filter(found -> found.get("score").decimal().compareTo(threshold) >= 0)
                    .map(found -> span(text, found))
                    .toList();
        } catch (JsonProblem | IndexOutOfBoundsException e) {
            throw JsonService.unusual();
        }
        if (spans.isEmpty()) {
            return Passed.CLEAN;
        }
        FoundKinds kinds = new FoundKinds();
        spans.forEach(span -> kinds.add(span.kind()));
        return action == Action.BLOCK
                ? new Blocked(kinds.toString(), 1)
                : new Replaced(Span.masked(content, spans), kinds.toString());
    }

    @Override
    public boolean masks() {
        return action == Action.MASK;
    }

    private String question(String text) {
        JsonObject question =
                Json.object().put("text", text).put("language", language).put("score_threshold", threshold);
        if (!entities.isEmpty()) {
            JsonArray wanted = Json.array();
            entities.forEach(wanted::add);
            question.put("entities", wanted);
        }
        return question.toJson().toString();
    }

    /// It counts code points, as Python does.
    private static Span span(String text, Json found) {
        int from = text.offsetByCodePoints(0, Math.toIntExact(found.get("start").asLong()));
        int to = text.offsetByCodePoints(0, Math.toIntExact(found.get("end").asLong()));
        if (from >= to) {
            throw new IndexOutOfBoundsException("an empty finding");
        }
        return new Span(ServiceKinds.of(found.get("entity_type").text()), from, to);
    }
}
