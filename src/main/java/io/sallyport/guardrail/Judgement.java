package io.sallyport.guardrail;

import io.sallyport.guardrail.GuardrailRule.OnBlock;
import io.sallyport.guardrail.GuardrailRun.Result;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a panel says of a content.
///
/// @param looks of every guardrail that was asked, in the order in which they ended
/// @param texts other texts by their places; empty when it may go on as it is
/// @param pseudonyms that stand in those texts, to be turned back in the answer
/// @param stopped why it may not go on; empty when it may
public record Judgement(
        List<Look> looks, Map<String, String> texts, List<Pseudonyms> pseudonyms, Optional<Stop> stopped) {
    public Judgement {
        looks = List.copyOf(looks);
        texts = Map.copyOf(texts);
        pseudonyms = List.copyOf(pseudonyms);
    }

    /// True when every guardrail that masks could look at the content, and there is one.
    public boolean isMasked() {
        List<Result> results = looks.stream()
                .filter(look -> look.rule().masks())
                .map(Look::result)
                .toList();
        return stopped.isEmpty() && !results.isEmpty() && !results.contains(Result.FAILED);
    }

    /// A look of one guardrail.
    public record Look(GuardrailRule rule, Instant started, long micros, Result result, double score, String note) {}

    /// A content that may not go on.
    public sealed interface Stop {
        /// A guardrail found something.
        record Found(GuardrailRule rule, String note) implements Stop {
            /// What the client is told.
            public OnBlock answer() {
                return rule.onBlock();
            }
        }

        /// A guardrail that must be asked could not tell.
        record Unavailable(GuardrailRule rule) implements Stop {}
    }
}
