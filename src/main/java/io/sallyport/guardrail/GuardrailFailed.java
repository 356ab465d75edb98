package io.sallyport.guardrail;

/// A guardrail could not tell; the message says why, without texts and secrets.
public final class GuardrailFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public GuardrailFailed(String message) {
        super(message, null, false, false);
    }
}
