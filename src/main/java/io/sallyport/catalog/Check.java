package io.sallyport.catalog;

/// Refuses what an operator says wrongly.
final class Check {
    private Check() {}

    /// Errors: IllegalArgumentException with the rule when it does not hold.
    static void that(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(rule);
        }
    }
}
