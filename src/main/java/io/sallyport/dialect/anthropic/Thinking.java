package io.sallyport.dialect.anthropic;

import io.sallyport.dialect.Losses;
import io.sallyport.inference.ChatOptions.Effort;
import io.sallyport.inference.ChatRequest;
import io.sallyport.inference.ChatRequest.Message;
import io.sallyport.inference.ChatRequest.Role;
import io.sallyport.inference.ChatRequest.ToolChoice.Rule;
import io.sallyport.inference.Part;
import io.sallyport.json.Json;
import io.sallyport.json.JsonObject;
import java.util.Optional;

/// How hard the model is to think: in its own measure where it decides itself, else in tokens.
///
/// Not in tokens while a tool is being called, unless the thoughts that led to the call come along, signed; not
/// with a forced tool, which the vendor refuses.
/// Source: Anthropic documentation, extended thinking, adaptive thinking, effort.
///
/// @param cap most tokens of the answer, thoughts included
public record Thinking(ChatRequest request, ClaudeVersion model, long cap, Losses losses) {
    private static final String OPTION = "reasoning_effort";
    private static final long LEAST = 1_024;
    private static final long MIDDLING = 4_096;
    private static final long MUCH = 16_384;
    private static final long MOST = 32_768;

    /// @param output the member `output_config`
    /// @return true when the model is to think
    public boolean put(JsonObject body, JsonObject output) {
        Optional<Effort> effort = request.options().effort().filter(asked -> asked != Effort.NONE);
        if (effort.isEmpty()) {
            return false;
        }
        return model.thinksAdaptively()
                ? adaptive(effort.get(), body, output)
                : counted(Math.min(budget(effort.get()), cap / 2), body);
    }

    private boolean adaptive(Effort effort, JsonObject body, JsonObject output) {
        losses.emulated(OPTION);
        output.put("effort", word(effort));
        if (isForced()) {
            return false;
        }
        body.put("thinking", Json.object().put("type", "adaptive").put("display", "summarized"));
        return true;
    }

    /// More than `high` is refused of models that do not think.
    private String word(Effort asked) {
        boolean isTooMuch = isForced() || (asked == Effort.XHIGH && !model.thinksExtraHard());
        Effort most = isTooMuch ? Effort.HIGH : Effort.MAX;
        return losses.nearest(asked, Effort.LOW, most).word();
    }

    private boolean counted(long budget, JsonObject body) {
        if (budget < LEAST || isForced() || isCallingUnsigned()) {
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
            case MINIMAL, LOW -> LEAST;
            case MEDIUM -> MIDDLING;
            case HIGH -> MUCH;
            case XHIGH, MAX -> MOST;
        };
    }

    private boolean isForced() {
        Rule rule = request.choice().rule();
        return rule == Rule.ANY || rule == Rule.NAMED;
    }

    private boolean isCallingUnsigned() {
        return request.messages().reversed().stream()
                .takeWhile(message -> message.role() != Role.USER || has(message, Part.ToolResult.class))
                .anyMatch(message -> has(message, Part.ToolUse.class)
                        && message.parts().stream().noneMatch(Thinking::isSigned));
    }

    private static boolean has(Message message, Class<? extends Part> kind) {
        return message.parts().stream().anyMatch(kind::isInstance);
    }

    private static boolean isSigned(Part part) {
        return part instanceof Part.Thought thought && !thought.signature().isEmpty();
    }
}
