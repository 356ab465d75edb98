package io.sallyport.routing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// Failures and rest periods of targets, learned from real calls.
///
/// A target rests after some failures in a row, or for as long as its provider asked. When the rest is over,
/// one call at a time may try it; the first success wakes it, a failure sends it back to rest.
///
/// Threads: safe.
public final class HealthBoard {
    private static final Duration SHORTEST_REST = Duration.ofSeconds(1);
    private static final Duration LONGEST_ASKED_REST = Duration.ofMinutes(5);

    /// A probe that never reports (its instance of the call was lost) blocks others no longer than this.
    private static final Duration PROBE = Duration.ofSeconds(30);

    /// Whoever learned a failure probes first; the others follow only when nothing was heard of that.
    private static final Duration GRACE = Duration.ofSeconds(2);

    /// What a target fails with whose backend is gone, or has just gone.
    private static final Set<String> UNREACHED =
            Set.of("upstream_connect_failed", "upstream_dns_failed", "upstream_truncated");

    private final Clock clock;
    private final Supplier<HealthSettings> settings;
    private final Map<String, State> states = new ConcurrentHashMap<>();
    private volatile Listener listener = Listener.NONE;

    public HealthBoard(Clock clock, Supplier<HealthSettings> settings) {
        this.clock = clock;
        this.settings = settings;
    }

    /// Health of one target for people.
    ///
    /// @param restsUntil end of the rest; the epoch when it does not rest
    public record Health(int failures, Instant restsUntil, String lastFailure) {}

    /// Hears what this instance learns of rests.
    public interface Listener {
        /// Hears nothing.
        Listener NONE = new Listener() {
            @Override
            public void rested(String target, Health rest) {}

            @Override
            public void woke(String target) {}
        };

        void rested(String target, Health rest);

        void woke(String target);
    }

    /// @param learned from another instance
    private record State(int failures, Instant restsUntil, Instant probeUntil, String lastFailure, boolean learned) {
        boolean rests() {
            return !restsUntil.equals(Instant.EPOCH);
        }

        boolean isUnreached() {
            return UNREACHED.contains(lastFailure);
        }

        Health health() {
            return new Health(failures, restsUntil, lastFailure);
        }
    }

    void share(Listener hearing) {
        listener = hearing;
    }

    /// Takes over what other instances know: their rests begin here too, and end when theirs end.
    void learn(Map<String, Health> rests) {
        states.entrySet().removeIf(known -> known.getValue().learned() && !rests.containsKey(known.getKey()));
        rests.forEach((target, rest) -> states.merge(
                target,
                new State(rest.failures(), rest.restsUntil().plus(GRACE), Instant.EPOCH, rest.lastFailure(), true),
                (mine, theirs) -> mine.restsUntil().plus(GRACE).isBefore(theirs.restsUntil()) ? theirs : mine));
    }

    /// Says whether a call may go to the target now; a yes after a rest is a probe only this caller may make.
    public boolean admits(String target) {
        State state = states.get(target);
        if (state == null || !state.rests()) {
            return true;
        }
        Instant now = clock.instant();
        if (now.isBefore(state.restsUntil) || now.isBefore(state.probeUntil)) {
            return false;
        }
        State probing = new State(state.failures, state.restsUntil, now.plus(PROBE), state.lastFailure, state.learned);
        return states.replace(target, state, probing);
    }

    public void succeeded(String target) {
        if (states.containsKey(target)) {
            State before = states.remove(target);
            if (before != null && before.rests()) {
                listener.woke(target);
            }
        }
    }

    /// Counts a failure.
    ///
    /// @param askedRest what the provider asked for in `Retry-After`; zero when it did not
    public void failed(String target, String why, Duration askedRest) {
        Instant now = clock.instant();
        State state = states.compute(target, (name, before) -> {
            int failures = before == null ? 1 : before.failures + 1;
            return new State(failures, restsUntil(before, failures, askedRest, now), Instant.EPOCH, why, false);
        });
        if (state.rests()) {
            listener.rested(target, state.health());
        }
    }

    private Instant restsUntil(State before, int failures, Duration askedRest, Instant now) {
        if (!askedRest.isZero()) {
            return now.plus(clamp(askedRest));
        }
        boolean woken = before != null && before.rests();
        return woken || failures >= settings.get().failuresBeforeRest()
                ? now.plus(settings.get().cooldown())
                : Instant.EPOCH;
    }

    /// A backend answered a probe: its targets that rest because it could not be reached may be tried again.
    public void reachable(String backend) {
        Instant now = clock.instant();
        states.replaceAll((target, state) -> target.startsWith(backend + "/") && state.isUnreached()
                ? new State(
                        state.failures,
                        earlier(state.restsUntil, now),
                        state.probeUntil,
                        state.lastFailure,
                        state.learned)
                : state);
    }

    /// Whether targets of a backend rest because it could not be reached.
    boolean isUnreached(String backend) {
        Instant now = clock.instant();
        return states.entrySet().stream()
                .anyMatch(known -> known.getKey().startsWith(backend + "/")
                        && known.getValue().isUnreached()
                        && now.isBefore(known.getValue().restsUntil()));
    }

    /// Forgets every failure of a backend, because it is another one now or gone.
    public void forget(String backend) {
        states.keySet().removeIf(target -> target.startsWith(backend + "/"));
    }

    private static Instant earlier(Instant first, Instant second) {
        return first.isBefore(second) ? first : second;
    }

    /// The time a provider may make us wait: 1 to 300 seconds.
    static Duration clamp(Duration asked) {
        if (asked.compareTo(SHORTEST_REST) < 0) {
            return SHORTEST_REST;
        }
        return asked.compareTo(LONGEST_ASKED_REST) > 0 ? LONGEST_ASKED_REST : asked;
    }

    /// What a target that rests failed with, and for how long it still rests; empty when it does not.
    Optional<Rest> rest(String target) {
        State state = states.get(target);
        if (state == null || !state.rests()) {
            return Optional.empty();
        }
        Duration left = Duration.between(clock.instant(), state.restsUntil);
        return Optional.of(new Rest(state.lastFailure, left.compareTo(SHORTEST_REST) < 0 ? SHORTEST_REST : left));
    }

    /// @param left time until the target may be tried again, 1 second or more
    record Rest(String lastFailure, Duration left) {}

    /// Targets whose rest is over and that nobody has tried since.
    public List<String> rested() {
        Instant now = clock.instant();
        return states.entrySet().stream()
                .filter(known -> known.getValue().rests())
                .filter(known -> !now.isBefore(known.getValue().restsUntil())
                        && !now.isBefore(known.getValue().probeUntil()))
                .map(Map.Entry::getKey)
                .toList();
    }

    /// How long a target rests whose provider asked for nothing else.
    public Duration cooldown() {
        return settings.get().cooldown();
    }

    /// Every target that failed lately, by name.
    public Map<String, Health> failing() {
        Map<String, Health> failing = new TreeMap<>();
        states.forEach((target, state) -> failing.put(target, state.health()));
        return failing;
    }
}
