package io.sallyport.acme;

/// Why no certificate was issued, in words that an operator may read.
public final class AcmeFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public AcmeFailure(String reason) {
        super(reason);
    }

    public AcmeFailure(String reason, Throwable cause) {
        super(reason, cause);
    }
}
