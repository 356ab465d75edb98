package io.sallyport.routing;

import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/// Adds up time to the first token, price, calls in flight and errors, each measured against the worst of the
/// targets. Services of nodes count with what they and benchmarks tell, where this instance knows nothing yet.
///
/// The weights stand in `score` of the alias; what is left out keeps its usual weight, zero switches it off.
public final class ScoredStrategy implements RouteStrategy {
    private static final double NANOS_PER_MILLI = 1e6;

    private static final Map<String, Integer> USUAL = Map.of("latency", 3, "cost", 1, "load", 2, "errors", 4);

    @Override
    public String name() {
        return "scored";
    }

    @Override
    public List<Target> order(RouteView view) {
        long now = System.nanoTime();
        Part latency = part(view, "latency", target -> firstToken(view, target, now));
        Part cost = part(view, "cost", target -> CostStrategy.picoDollars(target, view.traits()));
        Part load = part(view, "load", target -> busy(view, target));
        Part errors = part(view, "errors", target -> view.load(target).errorShare(now));
        return Graded.lowestFirst(
                view, target -> latency.of(target) + cost.of(target) + load.of(target) + errors.of(target));
    }

    private static double firstToken(RouteView view, Target target, long now) {
        double own = view.load(target).firstTokenNanos(now);
        return own > 0
                ? own
                : view.reported(target)
                        .firstTokenMs()
                        .map(ms -> ms * NANOS_PER_MILLI)
                        .orElse(0.0);
    }

    private static double busy(RouteView view, Target target) {
        double waiting = (double) view.reported(target).waiting() / Math.max(1, target.weight());
        return LeastBusyStrategy.busy(view.load(target), target) + waiting;
    }

    private static int weight(RouteView view, String name) {
        return view.routing().score().getOrDefault(name, USUAL.getOrDefault(name, 0));
    }

    private static Part part(RouteView view, String name, ToDoubleFunction<Target> measured) {
        int weight = weight(view, name);
        if (weight == 0) {
            return Part.OFF;
        }
        double worst = view.targets().stream()
                .mapToDouble(measured)
                .filter(Double::isFinite)
                .max()
                .orElse(0);
        return new Part(weight, worst, measured);
    }

    /// One measurement: 0 for nothing, its weight for the worst and for what nobody knows.
    private record Part(int weight, double worst, ToDoubleFunction<Target> measured) {
        /// Measures nothing.
        static final Part OFF = new Part(0, 0, _ -> 0);

        double of(Target target) {
            double value = measured.applyAsDouble(target);
            double share = Double.isFinite(value) ? (worst == 0 ? 0 : value / worst) : 1;
            return weight * share;
        }
    }
}
