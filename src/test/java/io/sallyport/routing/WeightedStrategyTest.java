package io.sallyport.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("RO7")
class WeightedStrategyTest {
    private final WeightedStrategy strategy = new WeightedStrategy();

    @Test
    void sharesTrafficByWeight() {
        List<Target> targets = List.of(Targets.target("a", 80, 0), Targets.target("b", 20, 0));
        Random random = new Random(7);

        long first = java.util.stream.IntStream.range(0, 10_000)
                .filter(i -> strategy.order(targets, random)
                        .getFirst()
                        .upstream()
                        .name()
                        .equals("a"))
                .count();

        assertThat(first).isBetween(7_800L, 8_200L);
    }

    @Test
    void givesEveryTargetOnceAndLowerOrdersFirst() {
        List<Target> targets =
                List.of(Targets.target("late", 100, 1), Targets.target("zero", 0, 0), Targets.target("now", 5, 0));

        List<Target> ordered = strategy.order(targets, new Random(1));

        assertThat(ordered).extracting(target -> target.upstream().name()).containsExactly("now", "zero", "late");
    }

    @Test
    void leavesASingleTargetAlone() {
        List<Target> one = List.of(Targets.target("a", 0, 0));

        assertThat(strategy.order(one, new Random(1))).isEqualTo(one);
    }
}
