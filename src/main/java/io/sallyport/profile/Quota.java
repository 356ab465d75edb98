package io.sallyport.profile;

/// At most so many tokens or requests within a rolling window.
///
/// @param per whose use is added up
/// @param amount 1 or more
/// @param windowMinutes 1 minute to 366 days
public record Quota(Per per, Metric metric, long amount, int windowMinutes) {
    private static final int LONGEST_WINDOW = 366 * 24 * 60;

    public Quota {
        if (amount < 1) {
            throw new IllegalArgumentException("amount must be 1 or more");
        }
        if (windowMinutes < 1 || windowMinutes > LONGEST_WINDOW) {
            throw new IllegalArgumentException("window must be 1 minute to 366 days");
        }
    }

    /// What is counted.
    public enum Metric {
        TOKENS,
        REQUESTS
    }

    /// Whose use is added up.
    ///
    /// Source: requirement LI20.
    public enum Per {
        /// One API key.
        KEY,
        /// A user within the backend profile.
        USER,
        /// A user over all backend profiles.
        USER_OVERALL,
        /// A user of Open WebUI within the backend profile.
        OPENWEBUI_USER,
        /// A user of Open WebUI over all backend profiles.
        OPENWEBUI_USER_OVERALL
    }
}
