package io.sallyport.routing;

import io.sallyport.catalog.Routing.StickyBy;
import java.util.List;

/// Keeps a conversation, a client or a prompt on its target, so that the target's prompt cache stays warm.
///
/// Every instance comes to the same answer without asking another, and a target that comes or goes moves only
/// its own share. Weights hold on average.
/// Source: weighted rendezvous hashing, Schindelhauer and Schomaker 2005.
public final class StickyStrategy implements RouteStrategy {
    @Override
    public String name() {
        return "sticky";
    }

    @Override
    public List<Target> order(RouteView view) {
        String key = key(view);
        return Graded.lowestFirst(view, target -> distance(key, target));
    }

    private static String key(RouteView view) {
        return switch (view.routing().stickyBy().orElse(StickyBy.CONVERSATION)) {
            case CONVERSATION -> view.traits().conversation();
            case CLIENT -> view.traits().client();
            case PROMPT -> view.traits().promptPrefix();
        };
    }

    /// Exponentially distributed with the weight as its rate: the smallest of several is drawn by weight.
    private static double distance(String key, Target target) {
        return target.weight() == 0
                ? Double.MAX_VALUE
                : -Math.log(StableHash.share(key, target.id())) / target.weight();
    }
}
