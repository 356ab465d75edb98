package io.sallyport.guardrail;

import java.util.Map;
import java.util.Optional;

/// What a guardrail says of a content. Notes name kinds and counts, never the text.
public sealed interface Verdict {
    /// What was noticed, for the record; empty when nothing.
    String note();

    /// It may go on as it is.
    record Passed(String note) implements Verdict {
        /// Without anything to note.
        public static final Passed CLEAN = new Passed("");
    }

    /// It may go on with other texts.
    ///
    /// @param texts by the places of their pieces
    /// @param pseudonyms that stand in them and are turned back in the answer; empty for none
    record Replaced(Map<String, String> texts, String note, Optional<Pseudonyms> pseudonyms) implements Verdict {
        public Replaced {
            texts = Map.copyOf(texts);
        }

        /// With texts that stay.
        public Replaced(Map<String, String> texts, String note) {
            this(texts, note, Optional.empty());
        }
    }

    /// It may not go on.
    ///
    /// @param score how sure the guardrail is, from 0 to 1
    record Blocked(String note, double score) implements Verdict {}
}
