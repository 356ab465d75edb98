package io.sallyport.routing;

import java.util.List;

/// Prefers the target with the fewest calls in flight from this instance, measured against its weight.
public final class LeastBusyStrategy implements RouteStrategy {
    @Override
    public String name() {
        return "least_busy";
    }

    @Override
    public List<Target> order(RouteView view) {
        return Graded.lowestFirst(view, target -> busy(view.load(target), target));
    }

    /// Counts the call that is to be placed, too, so that weights matter when nothing is in flight.
    static double busy(TargetLoad load, Target target) {
        return (load.inFlight() + 1.0) / Math.max(1, target.weight());
    }
}
