package io.sallyport.routing;

import java.util.List;

/// Takes targets as they are declared: the second one only sees what the first one did not answer.
public final class PriorityStrategy implements RouteStrategy {
    @Override
    public String name() {
        return "priority";
    }

    @Override
    public List<Target> order(RouteView view) {
        return view.targets();
    }
}
