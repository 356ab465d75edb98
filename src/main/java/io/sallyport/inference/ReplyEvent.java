package io.sallyport.inference;

import java.util.List;
import java.util.Optional;

/// A step of an answer that comes in pieces.
public sealed interface ReplyEvent {
    /// The answer has a name now.
    record Began(String id, String model) implements ReplyEvent {}

    /// More words.
    record Text(String piece) implements ReplyEvent {}

    /// How likely the tokens of the next words are; comes before them.
    record Odds(List<TokenOdds> odds) implements ReplyEvent {
        public Odds {
            odds = List.copyOf(odds);
        }
    }

    /// More thoughts.
    record Thought(String piece) implements ReplyEvent {}

    /// The thoughts so far are signed by their vendor.
    record Signed(String signature) implements ReplyEvent {}

    /// A call of a tool begins.
    ///
    /// @param call counts the calls of this answer from zero
    record ToolBegan(int call, String id, String name) implements ReplyEvent {}

    /// More of a call's arguments, as JSON text.
    record ToolArguments(int call, String piece) implements ReplyEvent {}

    /// The thought behind a call is signed by its vendor.
    record ToolSigned(int call, String signature) implements ReplyEvent {}

    /// Why the answer ends.
    ///
    /// @param stopText the text that ended it, where the vendor says
    record Ended(StopReason reason, Optional<String> stopText) implements ReplyEvent {}
}
