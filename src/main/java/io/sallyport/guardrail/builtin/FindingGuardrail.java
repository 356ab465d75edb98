package io.sallyport.guardrail.builtin;

import io.sallyport.guardrail.Content;
import io.sallyport.guardrail.Content.Piece;
import io.sallyport.guardrail.Detector;
import io.sallyport.guardrail.Finding;
import io.sallyport.guardrail.FoundKinds;
import io.sallyport.guardrail.Guardrail;
import io.sallyport.guardrail.Layer;
import io.sallyport.guardrail.Pseudonyms;
import io.sallyport.guardrail.Recogniser;
import io.sallyport.guardrail.StreamMask;
import io.sallyport.guardrail.Substitute;
import io.sallyport.guardrail.Verdict;
import io.sallyport.guardrail.Verdict.Blocked;
import io.sallyport.guardrail.Verdict.Passed;
import io.sallyport.guardrail.Verdict.Replaced;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Masks or refuses what recognisers find.
final class FindingGuardrail implements Guardrail {
    private static final String A_NUMBER = "call +1 202 555 0143";

    private final Detector detector;
    private final Action action;
    private final String state;

    private FindingGuardrail(Detector detector, Action action, String state) {
        this.detector = detector;
        this.action = action;
        this.state = state;
    }

    /// What is done with what is found.
    enum Action {
        MASK,
        /// Masked on the way in with words of this one call, which are turned back on the way out.
        PSEUDONYM,
        BLOCK
    }

    /// One that refuses does not mask: it has to see a whole text.
    ///
    /// @param state as in [Guardrail#state()]
    static Guardrail of(List<Recogniser> recognisers, Action action, String state) {
        Detector detector = new Detector(recognisers);
        // Numbering plans are read when the first number is met; no call shall wait for that.
        detector.findings(A_NUMBER);
        FindingGuardrail made = new FindingGuardrail(detector, action, state);
        return action == Action.BLOCK ? made : new Masks(made);
    }

    @Override
    public Verdict check(Content content) {
        FoundKinds kinds = new FoundKinds();
        Map<String, String> texts = new HashMap<>();
        Optional<Pseudonyms> pseudonyms = pseudonyms(content);
        for (Piece piece : content.pieces()) {
            List<Finding> found = detector.findings(piece.text());
            found.forEach(finding -> kinds.add(finding.kind()));
            if (!found.isEmpty() && action != Action.BLOCK) {
                Substitute substitute =
                        pseudonyms.<Substitute>map(words -> words).orElse(Substitute.LABEL);
                texts.put(piece.place(), detector.mask(piece.text(), substitute));
            }
        }
        if (kinds.isEmpty()) {
            return Passed.CLEAN;
        }
        return action == Action.BLOCK
                ? new Blocked(kinds.toString(), 1)
                : new Replaced(texts, kinds.toString(), pseudonyms);
    }

    @Override
    public String state() {
        return state;
    }

    /// What an answer names is nobody's to turn back.
    private Optional<Pseudonyms> pseudonyms(Content content) {
        return action == Action.PSEUDONYM && content.layer() == Layer.INPUT
                ? Optional.of(Pseudonyms.unknownTo(
                        content.pieces().stream().map(Piece::text).toList()))
                : Optional.empty();
    }

    /// The same for streams, too.
    private record Masks(FindingGuardrail guardrail) implements Masking {
        @Override
        public Verdict check(Content content) {
            return guardrail.check(content);
        }

        @Override
        public String state() {
            return guardrail.state();
        }

        @Override
        public StreamMask stream(Consumer<String> found) {
            return guardrail.detector.stream((kind, value) -> {
                found.accept(kind);
                return Substitute.LABEL.of(kind, value);
            });
        }
    }
}
