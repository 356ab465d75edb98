package io.sallyport.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// Draws targets by weight; the ones not drawn first are the fallbacks.
public final class WeightedStrategy implements RouteStrategy {
    @Override
    public String name() {
        return "weighted";
    }

    @Override
    public List<Target> order(RouteView view) {
        List<Target> left = new ArrayList<>(view.targets());
        List<Target> drawn = new ArrayList<>(left.size());
        while (!left.isEmpty()) {
            drawn.add(left.remove(draw(left, view.random())));
        }
        return drawn;
    }

    private static int draw(List<Target> left, RandomGenerator random) {
        long sum = 0;
        for (Target target : left) {
            sum += target.weight();
        }
        long ticket = sum == 0 ? 0 : random.nextLong(sum);
        for (int i = 0; i < left.size(); i++) {
            ticket -= left.get(i).weight();
            if (ticket < 0) {
                return i;
            }
        }
        return left.size() - 1;
    }
}
