package io.sallyport.guardrail.builtin;

import io.sallyport.guardrail.Content;
import io.sallyport.guardrail.FoundKinds;
import io.sallyport.guardrail.Guardrail;
import io.sallyport.guardrail.GuardrailKind;
import io.sallyport.guardrail.Outside;
import io.sallyport.guardrail.Verdict;
import io.sallyport.guardrail.Verdict.Blocked;
import io.sallyport.guardrail.Verdict.Passed;
import io.sallyport.json.Json;
import io.sallyport.json.JsonCodec;
import io.sallyport.json.JsonProblem;
import io.sallyport.lang.Secret;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Refuses what OpenAI's moderation, or a service of its form, flags (requirements GU7, GU18).
///
/// Source: OpenAI API reference, moderations.
public final class ModerationGuardrail implements Guardrail.Asking {
    /// The kind as it is set up.
    public static final GuardrailKind KIND = new GuardrailKind(
            "moderation", "Asks OpenAI's moderation, or a service of its form.", ModerationGuardrail::read);

    private static final String USUAL_URL = "https://api.openai.com/v1/moderations";
    private static final String USUAL_MODEL = "omni-moderation-latest";

    private final JsonService service;
    private final String model;
    private final Set<String> categories;
    private final boolean blocks;
    private final Turns turns;

    private ModerationGuardrail(Config config) {
        this.service = new JsonService(config.url().orElse(USUAL_URL), config.apiKey());
        this.model = config.model().orElse(USUAL_MODEL);
        this.categories = new HashSet<>(config.categories().orElse(List.of()));
        this.blocks = config.blockOnFlag().orElse(true);
        this.turns = config.turns().orElse(Turns.LATEST);
    }

    /// What stands under `config`.
    ///
    /// @param categories that count, such as `violence` with all that is under it; any without them
    /// @param blockOnFlag whether what is flagged may not go on; else it is only noted
    private record Config(
            Optional<String> url,
            Optional<Secret> apiKey,
            Optional<String> model,
            Optional<List<String>> categories,
            Optional<Boolean> blockOnFlag,
            Optional<Turns> turns) {}

    private static Guardrail read(Json json) {
        return new ModerationGuardrail(JsonCodec.read(json, Config.class));
    }

    @Override
    public Verdict ask(Content content, Outside outside) {
        String text = turns.of(content);
        if (text.isBlank()) {
            return Passed.CLEAN;
        }
        String question =
                Json.object().put("model", model).put("input", text).toJson().toString();
        try {
            return verdict(service.ask(question, outside).get("results"));
        } catch (JsonProblem e) {
            throw JsonService.unusual();
        }
    }

    private Verdict verdict(Json results) {
        if (!results.isArray() || results.size() == 0) {
            throw JsonService.unusual();
        }
        FoundKinds kinds = new FoundKinds();
        double score = 0;
        for (Json result : results.elements()) {
            boolean flagged = result.get("flagged").bool();
            Json said = result.get("categories");
            for (Json.Field category : said.isObject() ? said.fields() : List.<Json.Field>of()) {
                if (category.value().boolOr(false) && counts(category.name())) {
                    kinds.add(ServiceKinds.of(category.name()));
                    score = Math.max(score, score(result, category.name()));
                }
            }
            if (flagged && categories.isEmpty() && kinds.isEmpty()) {
                kinds.add("flagged");
            }
        }
        if (kinds.isEmpty()) {
            return Passed.CLEAN;
        }
        return blocks ? new Blocked(kinds.toString(), score == 0 ? 1 : score) : new Passed(kinds.toString());
    }

    private boolean counts(String category) {
        int slash = category.indexOf('/');
        return categories.isEmpty()
                || categories.contains(category)
                || (slash > 0 && categories.contains(category.substring(0, slash)));
    }

    private static double score(Json result, String category) {
        Json score = result.get("category_scores").get(category);
        return score.isNumber() ? Math.clamp(score.decimal().doubleValue(), 0, 1) : 0;
    }
}
