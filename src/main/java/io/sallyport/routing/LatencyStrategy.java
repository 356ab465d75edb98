package io.sallyport.routing;

import java.util.ArrayList;
import java.util.List;

/// Compares two targets drawn by weight and takes the one whose answers begin sooner.
///
/// Comparing two instead of all keeps every caller from running to the same target at once. A target nobody has
/// measured yet counts as fast, so that it is measured.
/// Source: power of two choices, Mitzenmacher 1996.
public final class LatencyStrategy implements RouteStrategy {
    private final WeightedStrategy draw = new WeightedStrategy();

    @Override
    public String name() {
        return "latency";
    }

    @Override
    public List<Target> order(RouteView view) {
        List<Target> drawn = new ArrayList<>(draw.order(view));
        long now = System.nanoTime();
        if (wait(view, drawn.get(1), now) < wait(view, drawn.getFirst(), now)) {
            drawn.addFirst(drawn.remove(1));
        }
        return drawn;
    }

    /// What is in flight waits in front of us.
    private static double wait(RouteView view, Target target, long now) {
        TargetLoad load = view.load(target);
        return load.firstTokenNanos(now) * (load.inFlight() + 1);
    }
}
