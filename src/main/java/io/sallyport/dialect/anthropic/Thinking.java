package io.sallyport.dialect.anthropic;

import io.sallyport.dialect.Losses;
import io.sallyport.inference.ChatOptions.Effort;
import io.sallyport.inference.ChatRequest;
import io.sallyport.inference.ChatRequest.Role;
import io.sallyport.inference.ChatRequest.ToolChoice.Rule;
import io.sallyport.inference.Part;
import io.sallyport.json.Json;
import io.sallyport.json.JsonObject;
import java.util.Optional;

/// How hard the model is to think, in tokens.
///
/// Not while a tool is being called, because the thoughts that led to the call would have to be sent along, signed;
/// not with a forced tool, which the vendor refuses.
/// Source: Anthropic documentation, extended thinking, seen 2026-11-21.
///
/// @param cap most tokens of the answer, thoughts included
record Thinking(ChatRequest request, long cap, Losses losses) {
    private static final String OPTION = "reasoning_effort";
    private static final long LEAST = 1_024;
    private static final long MIDDLING = 4_096;
    private static final long MUCH = 16_384;

    /// @return true when the model is to think
    boolean put(JsonObject body) {
        Optional<Effort> effort = request.options().effort().filter(asked -> asked != Effort.NONE);
        if (effort.isEmpty()) {
            return false;
        }
        long budget = Math.min(budget(effort.get()), cap / 2);
        if (budget < LEAST || isForced() || isCalling()) {
            losses.dropped(OPTION);
            return false;
        }
        losses.emulated(OPTION);
        body.put("thinking", Json.object().put("type", "enabled").put("budget_tokens", budget));
        return true;
    }

    private static long budget(Effort effort) {
        return switch (effort) {
            case NONE -> 0;
            case LOW -> LEAST;
            case MEDIUM -> MIDDLING;
            case HIGH -> MUCH;
        };
    }

    private boolean isForced() {
        Rule rule = request.choice().rule();
        return rule == Rule.ANY || rule == Rule.NAMED;
    }

    private boolean isCalling() {
        return request.messages().reversed().stream()
                .takeWhile(message -> message.role() != Role.USER
                        || message.parts().stream().anyMatch(Part.ToolResult.class::isInstance))
                .flatMap(message -> message.parts().stream())
                .anyMatch(Part.ToolResult.class::isInstance);
    }
}
