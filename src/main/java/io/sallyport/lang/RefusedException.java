package io.sallyport.lang;

/// Carries one refusal up the stack to the door that answers. Has no stack trace: a refusal is an answer, not a bug.
public final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Refusal refusal;

    public RefusedException(Refusal refusal) {
        super(refusal.code(), null, false, false);
        this.refusal = refusal;
    }

    public Refusal refusal() {
        return refusal;
    }
}
