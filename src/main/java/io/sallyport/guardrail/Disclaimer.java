package io.sallyport.guardrail;

import io.sallyport.guardrail.Guardrail.Masking;
import io.sallyport.guardrail.Verdict.Replaced;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/// A sentence that stands behind every text of an answer that a guardrail changed and that people read
/// (requirement GU21).
///
/// Reasoning, arguments of tools and answers in JSON stay without one, because programs read them.
record Disclaimer(String sentence) {
    /// The same guardrail, which says when it changed something.
    Guardrail on(Guardrail guardrail) {
        return guardrail instanceof Masking masking ? new Masks(masking, this) : new Checks(guardrail, this);
    }

    private Verdict behind(Verdict verdict, Content content) {
        if (!(verdict instanceof Replaced replaced)) {
            return verdict;
        }
        Map<String, String> texts = new HashMap<>(replaced.texts());
        texts.replaceAll((place, text) -> Prose.isAt(place, content.codes()) && !isJson(text) ? behind(text) : text);
        return new Replaced(texts, replaced.note(), replaced.pseudonyms());
    }

    private String behind(String text) {
        return text + "\n\n" + sentence;
    }

    private static boolean isJson(String text) {
        String begun = text.stripLeading();
        return begun.startsWith("{") || begun.startsWith("[{");
    }

    /// One that looks at whole texts.
    private record Checks(Guardrail own, Disclaimer said) implements Guardrail {
        @Override
        public Verdict check(Content content) {
            return said.behind(own.check(content), content);
        }

        @Override
        public boolean waits() {
            return own.waits();
        }

        @Override
        public String state() {
            return own.state();
        }

        @Override
        public boolean masks() {
            return own.masks();
        }
    }

    /// One that masks, streams too.
    record Masks(Masking own, Disclaimer said) implements Masking {
        @Override
        public Verdict check(Content content) {
            return said.behind(own.check(content), content);
        }

        @Override
        public StreamMask stream(Consumer<String> found) {
            return own.stream(found);
        }

        /// A channel that people read.
        TextFlow prose(Consumer<String> found) {
            return new Prosaic(this, found);
        }

        @Override
        public boolean waits() {
            return own.waits();
        }

        @Override
        public String state() {
            return own.state();
        }
    }

    /// A text that grows, and has the sentence behind it when something in it was masked.
    private static final class Prosaic implements TextFlow {
        private final StreamMask mask;
        private final Disclaimer said;
        private final StringBuilder begun = new StringBuilder();
        private boolean changed;

        Prosaic(Masks masks, Consumer<String> found) {
            this.said = masks.said();
            this.mask = masks.stream(kind -> {
                changed = true;
                found.accept(kind);
            });
        }

        @Override
        public String push(String piece) {
            if (begun.toString().strip().length() < 2) {
                begun.append(piece);
            }
            return mask.push(piece);
        }

        @Override
        public String end() {
            String rest = mask.end();
            return changed && !isJson(begun.toString()) ? said.behind(rest) : rest;
        }
    }
}
