package io.sallyport.routing;

import io.sallyport.catalog.Routing;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/// Puts the targets of a plan in order: lower orders first, equals by the strategy of the alias or role.
///
/// Threads: safe.
public final class Ranking {
    /// Aliases weigh their targets (RO7); places of a role are chosen by how they do (RO22).
    private static final String USUAL_OF_ALIASES = "weighted";

    private static final String USUAL_OF_ROLES = "scored";

    private final Map<String, RouteStrategy> strategies = new LinkedHashMap<>();
    private final Measurements measurements;
    private final Supplier<Optional<String>> usual;

    /// @param usual word of the default strategy, as operators say; empty when they do not
    public Ranking(List<RouteStrategy> strategies, Measurements measurements, Supplier<Optional<String>> usual) {
        strategies.forEach(strategy -> this.strategies.put(strategy.name(), strategy));
        this.measurements = measurements;
        this.usual = usual;
    }

    Measurements measurements() {
        return measurements;
    }

    /// Word of the strategy that holds for a plan.
    public String strategy(Plan plan) {
        return plan.choice()
                .routing()
                .strategy()
                .or(usual)
                .orElseGet(() -> plan.role().isPresent() ? USUAL_OF_ROLES : USUAL_OF_ALIASES);
    }

    /// Every target, the best one first.
    public List<Target> order(Plan plan, Traits traits) {
        List<Target> targets = plan.targets();
        if (targets.size() < 2) {
            return targets;
        }
        RouteStrategy strategy = Optional.ofNullable(strategies.get(strategy(plan)))
                .orElseGet(() -> strategies.values().iterator().next());
        Map<Integer, List<Target>> orders = new TreeMap<>();
        targets.forEach(target -> orders.computeIfAbsent(target.order(), _ -> new ArrayList<>(targets.size()))
                .add(target));
        List<Target> ordered = new ArrayList<>(targets.size());
        for (List<Target> equals : orders.values()) {
            ordered.addAll(
                    equals.size() < 2
                            ? equals
                            : strategy.order(view(equals, plan.choice().routing(), traits)));
        }
        return ordered;
    }

    private RouteView view(List<Target> equals, Routing routing, Traits traits) {
        return new RouteView(equals, routing, traits, measurements, ThreadLocalRandom.current());
    }
}
