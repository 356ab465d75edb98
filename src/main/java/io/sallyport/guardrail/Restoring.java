package io.sallyport.guardrail;

import org.jspecify.annotations.Nullable;

/// Turns the words of [Pseudonyms] back into values while a text comes in.
///
/// Units: holds back at most 96 characters, and none of a text without brackets.
/// Threads: not thread-safe.
public final class Restoring implements TextFlow {
    private final Values values;
    /// Empty, or what came since a bracket was opened that may begin a word.
    private final StringBuilder word = new StringBuilder();

    Restoring(Values values) {
        this.values = values;
    }

    /// Takes the next piece of the text; the answer is what can be told by now.
    @Override
    public String push(String piece) {
        StringBuilder out = new StringBuilder(piece.length());
        for (int i = 0; i < piece.length(); i++) {
            take(piece.charAt(i), out);
        }
        return out.toString();
    }

    /// Ends the text; the answer is what was still held back.
    @Override
    public String end() {
        StringBuilder out = new StringBuilder();
        giveUp(out);
        return out.toString();
    }

    private void take(char sign, StringBuilder out) {
        if (sign == '[') {
            giveUp(out);
            word.append(sign);
        } else if (word.isEmpty()) {
            out.append(sign);
        } else {
            word.append(sign);
            if (sign == ']') {
                String value = values.of(word.toString());
                out.append(value == null ? word : value);
                word.setLength(0);
            } else if (!belongs(sign) || word.length() >= Pseudonyms.LONGEST) {
                giveUp(out);
            }
        }
    }

    private void giveUp(StringBuilder out) {
        out.append(word);
        word.setLength(0);
    }

    private static boolean belongs(char sign) {
        return Window.isWord(sign) || sign == '_';
    }

    /// The value a word stands for, or nothing when it is none of ours.
    @FunctionalInterface
    interface Values {
        @Nullable
        String of(String word);
    }
}
