package io.sallyport.limit;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What happens at a limit and on the way to it.
///
/// @param action at the limit
/// @param unpriced what a budget does with calls whose price nobody knows
/// @param warnAt thousandths of the amount at which people are warned, 1 to 1000
/// @param mails addresses that are warned; empty for those of the settings
/// @param webhooks addresses that are called; empty for those of the settings
/// @param cooldown how long nobody is warned again; empty for that of the settings
public record LimitRules(
        Action action,
        Unpriced unpriced,
        int warnAt,
        List<String> mails,
        List<URI> webhooks,
        Optional<Duration> cooldown) {

    private static final int MOST = 1000;

    /// Refuses at the limit, warns at four fifths of it.
    public static final LimitRules USUAL =
            new LimitRules(Action.REFUSE, Unpriced.ALLOW, 800, List.of(), List.of(), Optional.empty());

    /// What happens at a limit.
    public enum Action {
        /// Calls are refused.
        REFUSE,
        /// Calls go on; people are told.
        WARN
    }

    /// What a budget does with calls whose price nobody knows.
    ///
    /// Source: requirement LI27.
    public enum Unpriced {
        /// They go, and their cost stays unknown.
        ALLOW,
        /// They are refused with 503 `unknown_cost`.
        REFUSE
    }

    public LimitRules {
        if (warnAt < 1 || warnAt > MOST) {
            throw new IllegalArgumentException("people are warned at 1 to 1000 thousandths of a limit");
        }
    }
}
