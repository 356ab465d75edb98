package io.sallyport.catalog;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// How calls of an alias find one of its targets, and what happens when none will do.
///
/// @param strategy word of a strategy; empty for the default one
/// @param stickyBy what keeps a call on its target under `sticky`
/// @param score weights of `scored` by measurement; empty for the usual ones
/// @param rules asked in order before a target is chosen
/// @param fallbacks aliases that take over, in order
/// @param fallbackOnContent also when a provider refuses the content
/// @param require bounds of this alias; its fallbacks obey them too
/// @param retryOn classes of failures after which another target is tried; empty for the usual ones
/// @param attempts most attempts of one call, fallbacks included
/// @param firstTokenTimeoutMs longest wait for the first event of a stream before another target is tried
/// @param hedge a second target is asked when the first one is slow
/// @param experiment splits callers over aliases
/// @param semanticCache kept answers are also given to those who ask nearly the same
/// @param shadow another alias is sent some of the calls too
public record Routing(
        Optional<String> strategy,
        Optional<StickyBy> stickyBy,
        Map<String, Integer> score,
        List<RouteRule> rules,
        List<String> fallbacks,
        boolean fallbackOnContent,
        Bounds require,
        Optional<List<String>> retryOn,
        Optional<Integer> attempts,
        Optional<Long> firstTokenTimeoutMs,
        Optional<Hedge> hedge,
        Optional<Experiment> experiment,
        Optional<SemanticCache> semanticCache,
        Optional<Shadow> shadow) {

    private static final Set<String> MEASUREMENTS = Set.of("latency", "cost", "load", "errors");
    private static final Pattern FAILURE = Pattern.compile("connect|timeout|cut|auth|[45]xx|[45][0-9][0-9]");
    private static final int MOST_FALLBACKS = 20;
    private static final int MOST_RULES = 100;
    private static final int MOST_ATTEMPTS = 20;
    private static final long LONGEST_MS = 600_000;

    /// Says nothing: targets by the default strategy, no rules, no fallbacks.
    public static final Routing USUAL = new Routing(
            Optional.empty(),
            Optional.empty(),
            Map.of(),
            List.of(),
            List.of(),
            false,
            Bounds.NONE,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    public Routing {
        score = Map.copyOf(score);
        rules = List.copyOf(rules);
        fallbacks = List.copyOf(fallbacks);
        retryOn = retryOn.map(List::copyOf);
        Check.that(MEASUREMENTS.containsAll(score.keySet()), "score weighs latency, cost, load and errors");
        Check.that(score.values().stream().allMatch(weight -> weight >= 0), "weights of score are zero or more");
        Check.that(rules.size() <= MOST_RULES, "an alias has at most 100 rules");
        Check.that(
                new HashSet<>(rules.stream().map(RouteRule::name).toList()).size() == rules.size(),
                "each rule has a name of its own");
        Check.that(fallbacks.size() <= MOST_FALLBACKS, "an alias has at most 20 fallbacks");
        Check.that(
                retryOn.orElse(List.of()).stream()
                        .allMatch(word -> FAILURE.matcher(word).matches()),
                "retry_on has the words connect, timeout, cut, auth, 4xx, 5xx and statuses such as 429");
        Check.that(attempts.filter(most -> most < 1 || most > MOST_ATTEMPTS).isEmpty(), "attempts is 1 to 20");
        Check.that(
                firstTokenTimeoutMs.filter(ms -> ms < 1 || ms > LONGEST_MS).isEmpty(),
                "the wait for a first token is 1 millisecond to 10 minutes");
    }

    /// The same with other rules.
    Routing with(List<RouteRule> others) {
        return new Routing(
                strategy,
                stickyBy,
                score,
                others,
                fallbacks,
                fallbackOnContent,
                require,
                retryOn,
                attempts,
                firstTokenTimeoutMs,
                hedge,
                experiment,
                semanticCache,
                shadow);
    }

    /// The same with at most so many attempts.
    public Routing trying(int most) {
        return new Routing(
                strategy,
                stickyBy,
                score,
                rules,
                fallbacks,
                fallbackOnContent,
                require,
                retryOn,
                Optional.of(most),
                firstTokenTimeoutMs,
                hedge,
                experiment,
                semanticCache,
                shadow);
    }

    /// What keeps a call on its target.
    public enum StickyBy {
        /// The session the client names, else how the conversation began.
        CONVERSATION,
        /// The key, and the person or address behind it.
        CLIENT,
        /// The first four kilobytes of the prompt, whoever sends it.
        PROMPT
    }

    /// A second target is asked when the first one is slow; the answer that begins first wins.
    ///
    /// @param afterMs milliseconds; empty for the time within which 95 of 100 answers of the target begin
    public record Hedge(Optional<Long> afterMs) {
        public Hedge {
            Check.that(
                    afterMs.filter(ms -> ms < 1 || ms > LONGEST_MS).isEmpty(),
                    "a hedge waits 1 millisecond to 10 minutes");
        }
    }

    /// Splits callers over aliases, each caller always to the same one.
    ///
    /// @param by what is split
    public record Experiment(String name, By by, List<Bucket> buckets) {
        public Experiment {
            buckets = List.copyOf(buckets);
            Check.that(!name.isBlank() && !buckets.isEmpty(), "an experiment has a name and buckets");
            Check.that(buckets.stream().mapToInt(Bucket::share).sum() > 0, "one bucket at least has a share");
        }

        /// What always lands in the same bucket.
        public enum By {
            KEY,
            USER,
            CONVERSATION
        }
    }

    /// One side of an experiment.
    ///
    /// @param share of the calls, next to those of the other buckets
    /// @param use the alias; empty for the one that was asked for
    public record Bucket(String name, int share, Optional<String> use) {
        public Bucket {
            Check.that(!name.isBlank() && share >= 0, "a bucket has a name and a share of zero or more");
        }
    }
}
