package io.sallyport.inference;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// A whole answer to a chat.
///
/// @param model as the vendor calls it
/// @param parts text, thoughts and calls of tools, in their order
/// @param stopText the text that ended it, where the vendor says
/// @param odds how likely its tokens were; empty unless it was asked for
/// @param others further answers to the same chat, without others; none unless several were asked for
public record ChatReply(
        String id,
        String model,
        List<Part> parts,
        StopReason reason,
        Optional<String> stopText,
        List<TokenOdds> odds,
        List<ChatReply> others) {
    public ChatReply {
        parts = List.copyOf(parts);
        odds = List.copyOf(odds);
        others = List.copyOf(others);
        reason = reason.after(
                (int) parts.stream().filter(Part.ToolUse.class::isInstance).count());
    }

    public ChatReply(String id, String model, List<Part> parts, StopReason reason, Optional<String> stopText) {
        this(id, model, parts, reason, stopText, List.of(), List.of());
    }

    /// The same answer without what the model thought.
    public ChatReply withoutThoughts() {
        List<Part> shown =
                parts.stream().filter(part -> !(part instanceof Part.Thought)).toList();
        return with(shown);
    }

    /// The same answer with other parts.
    public ChatReply with(List<Part> shown) {
        return new ChatReply(id, model, shown, reason, stopText, odds, others);
    }

    /// This answer and the others, each changed alike.
    public ChatReply each(UnaryOperator<ChatReply> change) {
        return of(all().stream().map(change).toList());
    }

    /// This answer and the others.
    public List<ChatReply> all() {
        return Stream.concat(Stream.of(this), others.stream()).toList();
    }

    /// Several answers to one chat, as the first of them.
    ///
    /// @param answers one at least
    public static ChatReply of(List<ChatReply> answers) {
        ChatReply first = answers.getFirst();
        List<ChatReply> rest = answers.subList(1, answers.size());
        return new ChatReply(first.id, first.model, first.parts, first.reason, first.stopText, first.odds, rest);
    }
}
