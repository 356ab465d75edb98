package io.sallyport.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.catalog.Routing;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("RO7")
class WeightedStrategyTest {
    private final WeightedStrategy strategy = new WeightedStrategy();

    @Test
    void sharesTrafficByWeight() {
        RouteView view =
                Targets.view(Routing.USUAL, new Random(7), Targets.target("a", 80, 0), Targets.target("b", 20, 0));

        long first = IntStream.range(0, 10_000)
                .filter(i -> strategy.order(view).getFirst().upstream().name().equals("a"))
                .count();

        assertThat(first).isBetween(7_800L, 8_200L);
    }

    @Test
    void keepsTargetsWithoutWeightForTheEnd() {
        RouteView view =
                Targets.view(Routing.USUAL, new Random(1), Targets.target("zero", 0, 0), Targets.target("now", 5, 0));

        assertThat(strategy.order(view))
                .extracting(target -> target.upstream().name())
                .containsExactly("now", "zero");
    }
}
