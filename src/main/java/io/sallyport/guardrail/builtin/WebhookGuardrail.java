package io.sallyport.guardrail.builtin;

import io.sallyport.crypto.WebhookSigner;
import io.sallyport.guardrail.Content;
import io.sallyport.guardrail.Guardrail;
import io.sallyport.guardrail.GuardrailKind;
import io.sallyport.guardrail.Outside;
import io.sallyport.guardrail.Verdict;
import io.sallyport.json.Json;
import io.sallyport.json.JsonCodec;
import io.sallyport.json.JsonProblem;
import io.sallyport.lang.Header;
import io.sallyport.lang.Secret;
import io.sallyport.lang.TimeOrdered;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

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

    private static Guardrail read(Json json) {
        return new WebhookGuardrail(JsonCodec.read(json, Config.class));
    }

    @Override
    public Verdict ask(Content content, Outside outside) {
        String question = TextsForm.question(content).toJson().toString();
        try {
            Json said = service.ask(
                    question, outside, signed(question, outside.clock().instant()));
            return TextsForm.verdict(content, said);
        } catch (JsonProblem e) {
            throw JsonService.unusual();
        }
    }

    private List<Header> signed(String question, Instant now) {
        return signer.headers("msg_" + TimeOrdered.uuid(now.toEpochMilli()), now, question);
    }
}
