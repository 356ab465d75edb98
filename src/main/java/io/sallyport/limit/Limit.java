package io.sallyport.limit;

import java.math.BigInteger;
import java.util.Locale;
import java.util.Optional;

/// At most so much of something, for somebody, in a window: a rate limit, a quota, a budget or a cap on
/// parallel calls.
///
/// Source: resolutions C30 and C31.
///
/// @param name what people call it
/// @param coverage whose use it adds up, and of which calls
/// @param window the time it holds for; [Window.Fixed#NOW] for parallel calls
/// @param amount calls, tokens or pico-dollars, as the metric says; zero or more
/// @param rules what happens at the limit and on the way to it
/// @param origin who made it
public record Limit(
        LimitId id,
        String name,
        Coverage coverage,
        Metric metric,
        Window window,
        BigInteger amount,
        LimitRules rules,
        Origin origin) {

    /// Who made a limit.
    public enum Origin {
        /// The configuration file; nobody changes it but there.
        CONFIG,
        /// A backend profile whose quota it is.
        BACKEND_PROFILE,
        /// An operator.
        OPERATOR,
        /// Whoever manages a tenant, or has a key: it makes narrower, and replaces no limit of others.
        OWNER;

        /// As it is written in the database.
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /// True for limits that are changed while the gateway runs.
        public boolean isStored() {
            return this == OPERATOR || this == OWNER;
        }
    }

    /// Whose use a limit adds up, and of which calls.
    ///
    /// @param scope the kind of the one whose use is added up
    /// @param subject the one; empty when each of the kind has the same limit
    /// @param profile only calls with keys of this backend profile count; empty for all
    /// @param model only calls of this model count; empty for all
    public record Coverage(Scope scope, Optional<String> subject, Optional<String> profile, Optional<String> model) {

        /// Each of a kind.
        public static Coverage each(Scope scope) {
            return new Coverage(scope, Optional.empty(), Optional.empty(), Optional.empty());
        }

        /// One of a kind.
        public static Coverage one(Scope scope, String subject) {
            return new Coverage(scope, Optional.of(subject), Optional.empty(), Optional.empty());
        }

        /// True when it is about some calls only.
        boolean isNarrowed() {
            return profile.isPresent() || model.isPresent();
        }

        /// The same calls, whoever it is.
        Coverage ofEach() {
            return new Coverage(scope, Optional.empty(), profile, model);
        }
    }

    public Limit {
        if (amount.signum() < 0) {
            throw new IllegalArgumentException("amount is zero or more");
        }
        if ((metric == Metric.PARALLEL) != window.equals(Window.Fixed.NOW)) {
            throw new IllegalArgumentException("parallel calls have no window, everything else has one");
        }
    }

    /// True when its use is kept in the ledger, because it must survive everything; rates need not.
    public boolean isKept() {
        return !window.isRate();
    }

    /// The same limit for another one of its kind.
    Limit of(LimitId other, String subject) {
        Coverage theirs = new Coverage(coverage.scope(), Optional.of(subject), coverage.profile(), coverage.model());
        return new Limit(other, name, theirs, metric, window, amount, rules, origin);
    }

    /// Two limits of one sort are about the same thing: the one for a single subject replaces the one for each.
    Sort sort() {
        return new Sort(coverage.ofEach(), metric, window.isRate());
    }

    /// What a limit is about.
    record Sort(Coverage each, Metric metric, boolean rate) {}
}
