package io.sallyport.inference;

import java.util.List;
import java.util.Optional;

/// A whole answer to a chat.
///
/// @param model as the vendor calls it
/// @param parts text, thoughts and calls of tools, in their order
/// @param stopText the text that ended it, where the vendor says
/// @param odds how likely its tokens were; empty unless it was asked for
public record ChatReply(
        String id, String model, List<Part> parts, StopReason reason, Optional<String> stopText, List<TokenOdds> odds) {
    public ChatReply {
        parts = List.copyOf(parts);
        odds = List.copyOf(odds);
        reason = reason.after(
                (int) parts.stream().filter(Part.ToolUse.class::isInstance).count());
    }

    public ChatReply(String id, String model, List<Part> parts, StopReason reason, Optional<String> stopText) {
        this(id, model, parts, reason, stopText, List.of());
    }

    /// The same answer without what the model thought.
    public ChatReply withoutThoughts() {
        List<Part> shown =
                parts.stream().filter(part -> !(part instanceof Part.Thought)).toList();
        return with(shown);
    }

    /// The same answer with other parts.
    public ChatReply with(List<Part> others) {
        return new ChatReply(id, model, others, reason, stopText, odds);
    }
}
