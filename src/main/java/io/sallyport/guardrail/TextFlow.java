package io.sallyport.guardrail;

/// A text that is changed while it comes in.
///
/// Threads: one owner.
interface TextFlow {
    /// Takes the next piece; the answer is what can be told by now, maybe nothing.
    String push(String piece);

    /// Ends the text; the answer is what was still held back.
    String end();
}
