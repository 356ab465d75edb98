package io.sallyport.crypto;

/// A token that is not believed.
///
/// The message is for the log of operators and names no value of the token.
public final class TokenRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// Why a token is not believed.
    public enum Reason {
        /// Not a signed token at all, or one with a header we do not take.
        FORM,
        /// An algorithm that is not on the list, or does not fit the key.
        ALGORITHM,
        /// No key of the issuer has this id, also after asking again.
        KEY,
        SIGNATURE,
        ISSUER,
        /// Made for somebody else.
        AUDIENCE,
        EXPIRED,
        /// Issued in the future, or not valid yet.
        TOO_EARLY,
        /// A claim that must be there is missing or of another kind, or one that must not be there is.
        CLAIM
    }

    private final Reason reason;

    TokenRefused(Reason reason, String message) {
        super(message, null, false, false);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
