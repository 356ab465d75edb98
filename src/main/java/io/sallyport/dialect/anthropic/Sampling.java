package io.sallyport.dialect.anthropic;

import io.sallyport.dialect.Losses;
import io.sallyport.inference.ChatOptions;
import io.sallyport.json.JsonObject;
import java.math.BigDecimal;

/// How freely words are chosen; newer models decide that themselves and refuse to be told.
///
/// Source: Anthropic documentation, extended thinking; migration guide, sampling parameters.
record Sampling(ChatOptions options, ClaudeVersion model, Losses losses) {
    /// @param thinks the model thinks before it answers, and then takes none of these
    void put(boolean thinks, JsonObject body) {
        boolean free = !thinks && model.takesSampling();
        options.temperature().ifPresent(asked -> {
            if (free) {
                body.put("temperature", kept(asked));
            } else {
                losses.dropped("temperature");
            }
        });
        options.topP().ifPresent(value -> {
            // Many models take one of the two and refuse both.
            if (free && options.temperature().isEmpty()) {
                body.put("top_p", value);
            } else {
                losses.dropped("top_p");
            }
        });
        options.topK().ifPresent(value -> {
            if (free) {
                body.put("top_k", value);
            } else {
                losses.dropped("top_k");
            }
        });
    }

    private BigDecimal kept(BigDecimal asked) {
        BigDecimal kept = asked.max(BigDecimal.ZERO).min(BigDecimal.ONE);
        if (kept.compareTo(asked) != 0) {
            losses.changed("temperature");
        }
        return kept;
    }
}
