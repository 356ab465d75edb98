package io.sallyport.pipeline;

import io.sallyport.guardrail.Guardrail.Masking;
import io.sallyport.guardrail.GuardrailPanel;
import io.sallyport.guardrail.Guardrails;
import io.sallyport.inference.RawRequest;
import io.sallyport.json.JsonScan;
import io.sallyport.lang.Bytes;
import java.util.List;

/// Pieces of words beside an answer, such as log-probabilities tell them. They cannot be masked, so nobody gets
/// them where answers are.
final class WordFragments {
    private WordFragments() {}

    /// Errors: BadRequest `guardrail_unsupported_content` for a call that asks for them in any form.
    static void refuse(RawRequest request, GuardrailPanel out) {
        boolean masks = out.rules().stream().anyMatch(rule -> rule.guardrail() instanceof Masking);
        if (!masks) {
            return;
        }
        JsonScan body = JsonScan.object(request.body());
        refuse(body, "logprobs");
        refuse(body, "top_logprobs");
        body.value("include").filter(what -> what.text().contains("logprobs")).ifPresent(_ -> {
            throw Guardrails.unsupported("include");
        });
        for (String config : List.of("generationConfig", "generation_config")) {
            body.value(config).filter(Screening::isJson).map(JsonScan::object).ifPresent(inner -> {
                refuse(inner, "responseLogprobs");
                refuse(inner, "response_logprobs");
            });
        }
    }

    private static void refuse(JsonScan scan, String name) {
        scan.value(name)
                .map(Bytes::text)
                .filter(value -> !value.equals("false") && !value.equals("null"))
                .ifPresent(_ -> {
                    throw Guardrails.unsupported(name);
                });
    }
}
