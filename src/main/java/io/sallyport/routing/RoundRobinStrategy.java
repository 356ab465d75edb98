package io.sallyport.routing;

import java.util.ArrayList;
import java.util.List;

/// Takes one target after the other, each alike, whatever their weights; each instance counts for itself.
public final class RoundRobinStrategy implements RouteStrategy {
    @Override
    public String name() {
        return "round_robin";
    }

    @Override
    public List<Target> order(RouteView view) {
        List<Target> targets = view.targets();
        int first = view.load(targets.getFirst()).nextTurn() % targets.size();
        List<Target> turned = new ArrayList<>(targets.subList(first, targets.size()));
        turned.addAll(targets.subList(0, first));
        return turned;
    }
}
