package io.sallyport.pipeline;

import io.sallyport.guardrail.Content;
import io.sallyport.guardrail.Content.Piece;
import io.sallyport.guardrail.GuardrailPanel;
import io.sallyport.guardrail.Judgement;
import io.sallyport.guardrail.Layer;
import io.sallyport.lang.Refusal.UpstreamFailed;
import java.util.List;
import java.util.Map;

/// A refusal of a backend, which may repeat what it was asked, as guardrails that mask see it.
record ScreenedRefusal(UpstreamFailed refusal, Judgement judgement) {
    private static final String PLACE = "error.message";

    /// Lets guardrails look at its words.
    static ScreenedRefusal of(GuardrailPanel masks, String model, UpstreamFailed refusal) {
        Piece words = new Piece(PLACE, refusal.message());
        return new ScreenedRefusal(refusal, masks.judge(new Content(Layer.OUTPUT, model, List.of(words), Map.of())));
    }

    /// What the client may see; without any of its words where nobody could look at them.
    UpstreamFailed shown() {
        String words = judgement.stopped().isPresent()
                ? "The backend refused the call."
                : judgement.texts().getOrDefault(PLACE, refusal.message());
        return new UpstreamFailed(refusal.status(), refusal.code(), words, refusal.retryAfter());
    }
}
