package io.sallyport.catalog;

import io.sallyport.lang.ModelAlias;

/// Another alias is sent some of the calls too; what it answers is thrown away.
///
/// @param use an alias or `backend/model`
/// @param percent of the calls, 1 to 100
/// @param most calls that one instance sends there at the same time; further ones are left out
/// @param payer whose usage and limits they count for
public record Shadow(String use, int percent, int most, Payer payer) {
    /// Per cent of the calls, where nobody says otherwise.
    public static final int USUAL_PERCENT = 10;

    /// Calls at the same time, where nobody says otherwise.
    public static final int USUAL_MOST = 4;

    private static final int WHOLE = 100;
    private static final int LARGEST_MOST = 1_000;

    public Shadow {
        Check.that(ModelAlias.isValid(use), "shadow names what it uses");
        Check.that(percent >= 1 && percent <= WHOLE, "percent of shadow is 1 to 100");
        Check.that(most >= 1 && most <= LARGEST_MOST, "most of shadow is 1 to 1000");
    }

    /// Whose usage and limits the calls count for.
    public enum Payer {
        /// The gateway itself, in the default tenant.
        GATEWAY,
        /// Whoever made the call.
        CALLER
    }
}
