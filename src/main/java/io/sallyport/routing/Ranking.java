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

/// Puts the targets of a plan in order: lower orders first, equals by the strategy of the alias.
///
/// Threads: safe.
public final class Ranking {
    private final Map<String, RouteStrategy> strategies = new LinkedHashMap<>();
    private final Measurements measurements;
    private final Supplier<String> usual;

    /// @param usual word of the default strategy
    public Ranking(List<RouteStrategy> strategies, Measurements measurements, Supplier<String> usual) {
        strategies.forEach(strategy -> this.strategies.put(strategy.name(), strategy));
        this.measurements = measurements;
        this.usual = usual;
    }

    Measurements measurements() {
        return measurements;
    }

    /// Word of the strategy that holds for an alias.
    public String strategy(Routing routing) {
        return routing.strategy().orElseGet(usual);
    }

    /// Every target, the best one first.
    public List<Target> order(List<Target> targets, Routing routing, Traits traits) {
        if (targets.size() < 2) {
            return targets;
        }
        RouteStrategy strategy = Optional.ofNullable(strategies.get(strategy(routing)))
                .orElseGet(() -> strategies.values().iterator().next());
        Map<Integer, List<Target>> orders = new TreeMap<>();
        targets.forEach(target -> orders.computeIfAbsent(target.order(), _ -> new ArrayList<>(targets.size()))
                .add(target));
        List<Target> ordered = new ArrayList<>(targets.size());
        for (List<Target> equals : orders.values()) {
            ordered.addAll(equals.size() < 2 ? equals : strategy.order(view(equals, routing, traits)));
        }
        return ordered;
    }

    private RouteView view(List<Target> equals, Routing routing, Traits traits) {
        return new RouteView(equals, routing, traits, measurements, ThreadLocalRandom.current());
    }
}
