package io.sallyport.guardrail;

import java.util.List;

/// A text that is changed while it comes in.
///
/// Threads: one owner.
interface TextFlow {
    /// Takes the next piece; the answer is what can be told by now, maybe nothing.
    String push(String piece);

    /// Ends the text; the answer is what was still held back.
    String end();

    /// The last of a text through several of them, each of which ends behind what the one before it told.
    static String last(String piece, List<TextFlow> flows) {
        String left = piece;
        for (TextFlow flow : flows) {
            left = flow.push(left) + flow.end();
        }
        return left;
    }
}
