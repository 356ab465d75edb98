package io.sallyport.routing;

import io.sallyport.catalog.Price;
import io.sallyport.lang.Money;
import java.util.List;
import java.util.Optional;

/// Takes the cheapest target for this very call: its prompt, and the answer it allows. Unknown prices come
/// last.
public final class CostStrategy implements RouteStrategy {
    /// Tokens of an answer whose length the client left open.
    private static final long USUAL_ANSWER = 500;

    @Override
    public String name() {
        return "cost";
    }

    @Override
    public List<Target> order(RouteView view) {
        return Graded.lowestFirst(view, target -> picoDollars(target, view.traits()));
    }

    /// Infinite when nobody knows.
    static double picoDollars(Target target, Traits traits) {
        Optional<Price> price = target.price();
        if (price.isEmpty()) {
            return Double.POSITIVE_INFINITY;
        }
        long prompt = traits.promptTokens();
        Price due = price.get().forPrompt(prompt);
        Money cost = due.input()
                .times(prompt)
                .plus(due.output().times(Math.min(traits.outputCap().orElse(USUAL_ANSWER), USUAL_ANSWER)));
        return cost.picoDollars().doubleValue();
    }
}
