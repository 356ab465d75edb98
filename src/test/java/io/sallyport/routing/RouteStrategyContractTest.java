package io.sallyport.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.app.BuiltIns;
import io.sallyport.catalog.Routing;
import io.sallyport.testkit.AskedCall;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What every strategy that comes with the gateway keeps to.
class RouteStrategyContractTest {
    private static final Target[] FOUR = {
        Targets.target("a", 100, 0), Targets.target("b", 1, 0), Targets.target("c", 0, 0), Targets.priced("d", "0.001")
    };

    static Stream<RouteStrategy> strategies() {
        return BuiltIns.strategies().stream();
    }

    @ParameterizedTest
    @MethodSource("strategies")
    void givesEveryTargetOnceAndInventsNone(RouteStrategy strategy) {
        RouteView view = Targets.view(Routing.USUAL, new Random(3), FOUR);

        for (int i = 0; i < 200; i++) {
            assertThat(strategy.order(view)).containsExactlyInAnyOrder(FOUR);
        }
    }

    @ParameterizedTest
    @MethodSource("strategies")
    void leavesTheGivenTargetsAsTheyAre(RouteStrategy strategy) {
        List<Target> given = List.of(FOUR);
        RouteView view = Targets.view(Routing.USUAL, new Random(3), FOUR);

        strategy.order(view);

        assertThat(view.targets()).isEqualTo(given);
    }

    @ParameterizedTest
    @MethodSource("strategies")
    void triesLowerOrdersFirstAndASingleTargetAtOnce(RouteStrategy strategy) {
        Ranking ranking = new Ranking(List.of(strategy), new Measurements(), () -> Optional.of(strategy.name()));
        Traits call = AskedCall.of(Targets.CALLER, "alias");
        Target late = Targets.target("late", 100, 1);

        List<Target> ordered = ranking.order(plan(late, Targets.target("a", 1, 0), Targets.target("b", 1, 0)), call);

        assertThat(ordered).hasSize(3).last().isEqualTo(late);
        assertThat(ranking.order(plan(late), call)).containsExactly(late);
    }

    private static Plan plan(Target... targets) {
        return new Plan("alias", "alias", List.of(targets), "alias", false, Optional.empty());
    }

    @ParameterizedTest
    @MethodSource("strategies")
    void isSafeForManyThreads(RouteStrategy strategy) {
        RouteView view = Targets.view(Routing.USUAL, new Random(3), FOUR);

        long whole = IntStream.range(0, 2_000)
                .parallel()
                .filter(i -> strategy.order(view).size() == FOUR.length)
                .count();

        assertThat(whole).isEqualTo(2_000);
    }
}
