package io.sallyport.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// Draws targets by weight within each order; the ones not drawn first are the fallbacks.
public final class WeightedStrategy implements RouteStrategy {
    @Override
    public String name() {
        return "weighted";
    }

    @Override
    public List<Target> order(List<Target> targets, RandomGenerator random) {
        if (targets.size() < 2) {
            return targets;
        }
        List<Target> left = new ArrayList<>(targets);
        List<Target> drawn = new ArrayList<>(left.size());
        while (!left.isEmpty()) {
            int order = left.stream().mapToInt(Target::order).min().getAsInt();
            drawn.add(left.remove(draw(left, order, random)));
        }
        return drawn;
    }

    private static int draw(List<Target> left, int order, RandomGenerator random) {
        long sum = 0;
        for (Target target : left) {
            sum += target.order() == order ? target.weight() : 0;
        }
        long ticket = sum == 0 ? 0 : random.nextLong(sum);
        int last = -1;
        for (int i = 0; i < left.size(); i++) {
            if (left.get(i).order() != order) {
                continue;
            }
            last = i;
            ticket -= left.get(i).weight();
            if (ticket < 0) {
                return i;
            }
        }
        return last;
    }
}
