package io.sallyport.routing;

import io.sallyport.routing.HealthBoard.Health;
import io.sallyport.routing.Probes.Probed;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How targets do for people who look at models, as far as this instance knows from calls and probes.
///
/// Threads: safe.
public final class TargetHealth {
    private final HealthBoard health;
    private final Probes probes;
    private final Clock clock;

    public TargetHealth(HealthBoard health, Probes probes, Clock clock) {
        this.health = health;
        this.probes = probes;
        this.clock = clock;
    }

    /// How the targets of one model do.
    public enum State {
        UP,
        /// Some of the targets do not take calls.
        DEGRADED,
        DOWN,
        /// Nobody called or asked yet.
        UNKNOWN
    }

    /// Every state at one moment.
    public View look() {
        Map<String, Health> failing = health.failing();
        Instant now = clock.instant();
        return targets -> {
            List<State> states = targets.stream()
                    .map(target -> state(target, Optional.ofNullable(failing.get(target.id())), now))
                    .distinct()
                    .toList();
            return states.size() == 1 ? states.getFirst() : states.contains(State.DOWN) ? State.DEGRADED : State.UP;
        };
    }

    /// States of targets, by the knowledge of one moment.
    @FunctionalInterface
    public interface View {
        /// @param targets of one model, one or more
        State of(List<Target> targets);
    }

    private State state(Target target, Optional<Health> failures, Instant now) {
        if (failures.filter(health -> now.isBefore(health.restsUntil())).isPresent()) {
            return State.DOWN;
        }
        return probes.last(target.upstream().name())
                .map(Probed::listing)
                .map(listing -> listing.isAlive() ? State.UP : State.DOWN)
                .orElse(State.UNKNOWN);
    }
}
