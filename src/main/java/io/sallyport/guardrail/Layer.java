package io.sallyport.guardrail;

/// Which of the two doors a guardrail stands at.
public enum Layer {
    /// Before a backend is called.
    INPUT,
    /// Before the client sees the answer.
    OUTPUT
}
