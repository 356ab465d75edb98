package io.sallyport.guardrail.builtin;

import io.sallyport.crypto.WebhookSigner;
import io.sallyport.guardrail.Content;
import io.sallyport.guardrail.Content.Piece;
import io.sallyport.guardrail.FoundKinds;
import io.sallyport.guardrail.Guardrail;
import io.sallyport.guardrail.GuardrailKind;
import io.sallyport.guardrail.Outside;
import io.sallyport.guardrail.Verdict;
import io.sallyport.guardrail.Verdict.Blocked;
import io.sallyport.guardrail.Verdict.Passed;
import io.sallyport.guardrail.Verdict.Replaced;
import io.sallyport.json.Json;
import io.sallyport.json.JsonArray;
import io.sallyport.json.JsonCodec;
import io.sallyport.json.JsonObject;
import io.sallyport.json.JsonProblem;
import io.sallyport.lang.Header;
import io.sallyport.lang.Secret;
import io.sallyport.lang.TimeOrdered;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Asks a service of an operator's own: it lets texts go on, changes them, or stops them (requirement GU21).
///
/// The form stands in docs/guides/guardrails.md. Requests are signed as Standard Webhooks 1.0 says.
public final class WebhookGuardrail implements Guardrail.Asking {
    /// The kind as it is set up.
    public static final GuardrailKind KIND =
            new GuardrailKind("webhook", "Asks a service of your own, by a signed webhook.", WebhookGuardrail::read);

    private final JsonService service;
    private final WebhookSigner signer;

    private WebhookGuardrail(Config config) {
        this.service = new JsonService(config.url(), config.apiKey());
        this.signer = new WebhookSigner(config.secrets().orElse(List.of()));
    }

    /// What stands under `config`.
    ///
    /// @param secrets each signs; none for requests without a signature
    private record Config(String url, Optional<Secret> apiKey, Optional<List<Secret>> secrets) {}

    /// What the service answers.
    ///
    /// @param kinds of what it found
    /// @param score how sure it is, from 0 to 1
    /// @param texts in the place of those it was shown, where it changes some
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

    private static Guardrail read(Json json) {
        return new WebhookGuardrail(JsonCodec.read(json, Config.class));
    }

    @Override
    public Verdict ask(Content content, Outside outside) {
        String question = question(content);
        try {
            Json said = service.ask(
                    question, outside, signed(question, outside.clock().instant()));
            return verdict(content, JsonCodec.read(said, Answer.class));
        } catch (JsonProblem e) {
            throw JsonService.unusual();
        }
    }

    private static String question(Content content) {
        JsonArray texts = Json.array();
        for (Piece piece : content.pieces()) {
            JsonObject text = Json.object().put("place", piece.place()).put("text", piece.text());
            content.speaker(piece).ifPresent(role -> text.put("role", role));
            texts.add(text);
        }
        return Json.object()
                .put("layer", content.layer().name().toLowerCase(Locale.ROOT))
                .put("model", content.model())
                .put("texts", texts)
                .toJson()
                .toString();
    }

    private List<Header> signed(String question, Instant now) {
        String id = "msg_" + TimeOrdered.uuid(now.toEpochMilli());
        List<Header> headers = new ArrayList<>(List.of(
                new Header("webhook-id", id), new Header("webhook-timestamp", String.valueOf(now.getEpochSecond()))));
        String signature = signer.sign(id, now, question);
        if (!signature.isEmpty()) {
            headers.add(new Header("webhook-signature", signature));
        }
        return headers;
    }

    private static Verdict verdict(Content content, Answer answer) {
        FoundKinds found = new FoundKinds();
        answer.kinds().orElse(List.of()).forEach(kind -> found.add(ServiceKinds.of(kind)));
        return switch (answer.action()) {
            case ALLOW -> new Passed(found.toString());
            case BLOCK ->
                new Blocked(
                        found.toString(),
                        Math.clamp(answer.score().orElse(BigDecimal.ONE).doubleValue(), 0, 1));
            case CHANGE -> new Replaced(changed(content, answer.texts().orElse(List.of())), found.toString());
        };
    }

    /// A text for a place that there is not would be lost unseen.
    private static Map<String, String> changed(Content content, List<Text> texts) {
        Set<String> places = content.pieces().stream().map(Piece::place).collect(Collectors.toSet());
        Map<String, String> changed = new HashMap<>();
        for (Text text : texts) {
            if (!places.contains(text.place())) {
                throw JsonService.unusual();
            }
            changed.put(text.place(), text.text());
        }
        return changed;
    }
}
