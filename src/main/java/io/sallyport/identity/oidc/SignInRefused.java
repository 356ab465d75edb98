package io.sallyport.identity.oidc;

import java.util.Locale;

/// A sign-in that did not happen.
///
/// The message is for the log of operators; people see the [#code()] and our own words for it.
public final class SignInRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// Why a sign-in did not happen.
    public enum Reason {
        /// The answer belongs to no sign-in of this browser.
        STATE,
        /// The person took too long.
        EXPIRED,
        /// The answer comes from another provider than the one that was asked.
        ISSUER,
        /// The provider said no, or the person did.
        DECLINED,
        /// The provider does not give a token for the code.
        CODE,
        /// The token is not believed.
        TOKEN,
        /// The provider cannot be reached, or its answers make no sense.
        PROVIDER,
        /// The account is not of an allowed domain.
        DOMAIN,
        /// The person has none of the allowed roles.
        ROLE,
        /// The person is not in the group that may enter.
        GROUP
    }

    private final Reason reason;

    SignInRefused(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    SignInRefused(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    /// The stable word for pages and metrics, such as `sign_in_domain`.
    public String code() {
        return "sign_in_" + reason.name().toLowerCase(Locale.ROOT);
    }
}
