package io.sallyport.alert;

import io.sallyport.lang.TenantId;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// How one limit stands for one subject in its present window.
///
/// @param limit id of the limit
/// @param name what people call the limit
/// @param scope whom it holds for, such as `tenant` or `key`
/// @param subject id of the one it is about, within the scope; empty for everybody together
/// @param tenant whom it belongs to, when it belongs to one
/// @param amount the most there may be; pico-dollars, tokens or requests, as the metric says
/// @param used in the same unit, by calls that have ended
/// @param state whether there was room for the calls that came
/// @param window the time it is counted in
/// @param runsOut when it is used up before its window ends, if use goes on as it does; empty when it lasts
/// @param last what was used last
/// @param wishes what the limit says about its alerts
public record Standing(
        String limit,
        String name,
        String scope,
        String subject,
        Optional<TenantId> tenant,
        Metric metric,
        BigInteger amount,
        BigInteger used,
        State state,
        Window window,
        Optional<Instant> runsOut,
        LastUse last,
        AlertWishes wishes) {
    private static final BigInteger WHOLE = BigInteger.valueOf(1000);

    /// What is counted.
    public enum Metric {
        /// In pico-dollars.
        COST,
        TOKENS,
        REQUESTS
    }

    /// Whether there was room for the calls that came.
    public enum State {
        OPEN,
        /// Calls were refused lately: what is left is less than one of them may use.
        REFUSING
    }

    /// The time in which use is counted.
    ///
    /// @param start empty for a window that rolls, which never starts anew
    /// @param resetsAt when there is room again; empty when nobody knows
    public record Window(Optional<Instant> start, Optional<Instant> resetsAt) {

        /// Whether so many thousandths of it are over; never of one that rolls.
        boolean isOver(int perMille, Instant now) {
            return start.isPresent()
                    && resetsAt.isPresent()
                    && Duration.between(start.get(), now)
                                    .multipliedBy(WHOLE.longValueExact())
                                    .compareTo(Duration.between(start.get(), resetsAt.get())
                                            .multipliedBy(perMille))
                            >= 0;
        }
    }

    /// What was used last, for people who look for the cause.
    ///
    /// @param keyPrefix the part of the API key that may be shown
    /// @param modelAlias the word the client put in `model`
    public record LastUse(Optional<String> keyPrefix, Optional<String> modelAlias) {
        /// Nobody knows.
        public static final LastUse UNKNOWN = new LastUse(Optional.empty(), Optional.empty());
    }

    /// How bad it is; empty while all is well. A limit of nothing that nobody tried to use is well.
    Optional<AlertLevel> level() {
        if (used.signum() <= 0) {
            return Optional.empty();
        }
        if (used.compareTo(amount) >= 0) {
            return Optional.of(AlertLevel.EXCEEDED);
        }
        // One huge call that is refused while half is left does not mean that the limit is used up.
        boolean warn = used.multiply(WHOLE).compareTo(amount.multiply(BigInteger.valueOf(wishes.warnAt()))) >= 0;
        AlertLevel level = state == State.REFUSING ? AlertLevel.EXCEEDED : AlertLevel.WARNING;
        return warn ? Optional.of(level) : Optional.empty();
    }

    /// The used part in hundredths, rounded down.
    long percent() {
        return amount.signum() == 0
                ? 100
                : used.multiply(BigInteger.valueOf(100)).divide(amount).longValue();
    }
}
