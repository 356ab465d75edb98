package io.sallyport.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.catalog.Routing;
import io.sallyport.routing.Reports.Report;
import io.sallyport.testkit.AskedCall;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What each strategy prefers.
class StrategiesTest {
    private static final long SECOND = 1_000_000_000L;

    private final Target a = Targets.target("a", 100, 0);
    private final Target b = Targets.target("b", 100, 0);
    private final RouteView two = Targets.view(Routing.USUAL, new Random(5), a, b);

    @Test
    void priorityTakesTargetsAsTheyAreDeclared() {
        assertThat(new PriorityStrategy().order(two)).containsExactly(a, b);
    }

    @Test
    @Tag("RO12")
    void roundRobinTakesOneAfterTheOther() {
        RoundRobinStrategy strategy = new RoundRobinStrategy();

        List<Target> firsts = IntStream.range(0, 4)
                .mapToObj(_ -> strategy.order(two).getFirst())
                .toList();

        assertThat(firsts).containsExactly(a, b, a, b);
    }

    @Test
    void leastBusyTakesTheTargetWithFewerCallsInFlight() {
        two.load(a).begins();

        assertThat(new LeastBusyStrategy().order(two)).containsExactly(b, a);
        two.load(a).ends();
        two.load(b).begins();
        assertThat(new LeastBusyStrategy().order(two)).containsExactly(a, b);
    }

    @Test
    void latencyTakesTheTargetWhoseAnswersBeginSooner() {
        long now = System.nanoTime();
        two.load(a).answered(3 * SECOND, now);
        two.load(b).answered(SECOND / 10, now);

        assertThat(new LatencyStrategy().order(two)).containsExactly(b, a);
    }

    @Test
    void latencyTriesATargetNobodyHasMeasured() {
        two.load(a).answered(SECOND / 10, System.nanoTime());

        assertThat(new LatencyStrategy().order(two)).containsExactly(b, a);
    }

    @Test
    void latencyForgetsOldMeasurements() {
        TargetLoad load = new TargetLoad();

        load.answered(8 * SECOND, 0);

        assertThat(load.firstTokenNanos(0)).isEqualTo(8.0 * SECOND);
        assertThat(load.firstTokenNanos(60 * SECOND)).isEqualTo(4.0 * SECOND);
    }

    @Test
    void costTakesTheCheapestTargetAndUnknownPricesLast() {
        Target cheap = Targets.priced("cheap", "0.000001");
        Target dear = Targets.priced("dear", "0.000002");

        List<Target> ordered = new CostStrategy().order(Targets.view(Routing.USUAL, new Random(1), a, dear, cheap));

        assertThat(ordered).containsExactly(cheap, dear, a);
    }

    @Test
    @Tag("RO11")
    void stickyKeepsAConversationOnItsTarget() {
        Set<Target> firsts = IntStream.range(0, 50)
                .mapToObj(_ -> new StickyStrategy().order(two).getFirst())
                .collect(Collectors.toSet());

        assertThat(firsts).hasSize(1);
    }

    @Test
    void stickySharesConversationsByWeight() {
        Target light = Targets.target("light", 20, 0);
        Target heavy = Targets.target("heavy", 80, 0);

        Map<Target, Long> shares = sticky(light, heavy).values().stream()
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));

        assertThat(shares.get(heavy)).isBetween(7_800L, 8_200L);
    }

    @Test
    void stickyMovesOnlyTheShareOfATargetThatComes() {
        Target c = Targets.target("c", 100, 0);

        Map<String, Target> before = sticky(a, b);
        Map<String, Target> after = sticky(a, b, c);

        Set<Target> movedTo = new HashSet<>();
        before.forEach((talk, target) -> {
            Target now = after.getOrDefault(talk, target);
            if (!now.equals(target)) {
                movedTo.add(now);
            }
        });
        assertThat(movedTo).containsExactly(c);
    }

    @Test
    @Tag("RO29")
    void scoredBelievesWhatOthersTellUntilItKnowsBetter() {
        Reports slowA = target -> new Report(target.equals(a) ? Optional.of(900.0) : Optional.of(300.0), 0);
        RouteView told = Targets.view(new Measurements(slowA), a, b);
        List<Target> unknown = new ScoredStrategy().order(told);

        told.load(a).answered(SECOND / 100, System.nanoTime());

        assertThat(unknown).containsExactly(b, a);
        assertThat(new ScoredStrategy().order(told)).containsExactly(a, b);
    }

    @Test
    @Tag("RO27")
    void scoredCountsCallsThatWaitElsewhereAsLoad() {
        Reports queue = target -> new Report(Optional.empty(), target.equals(a) ? 4 : 0);

        assertThat(new ScoredStrategy().order(Targets.view(new Measurements(queue), a, b)))
                .containsExactly(b, a);
    }

    @Test
    void scoredWeighsErrorsMoreThanSpeed() {
        long now = System.nanoTime();
        two.load(a).answered(SECOND / 10, now);
        IntStream.range(0, 10).forEach(_ -> two.load(a).failed(now));
        two.load(b).answered(SECOND / 5, now);

        assertThat(new ScoredStrategy().order(two)).containsExactly(b, a);
    }

    @Test
    void knowsHowLongAnswersUsuallyTakeToBegin() {
        TargetLoad load = new TargetLoad();

        IntStream.range(0, 19).forEach(_ -> load.answered(SECOND / 10, 1));
        long tooFew = load.slowestUsualNanos();
        IntStream.range(0, 81).forEach(i -> load.answered(i < 3 ? 9 * SECOND : SECOND / 10, 1));

        assertThat(tooFew).isZero();
        assertThat(load.slowestUsualNanos()).isBetween(SECOND / 10, SECOND / 5);
    }

    private static Map<String, Target> sticky(Target... targets) {
        RouteView view = Targets.view(Routing.USUAL, new Random(1), targets);
        return IntStream.range(0, 10_000)
                .boxed()
                .collect(Collectors.toMap(
                        i -> "talk " + i,
                        i -> new StickyStrategy()
                                .order(new RouteView(
                                        view.targets(),
                                        Routing.USUAL,
                                        AskedCall.of(Targets.CALLER, "alias").in("talk " + i),
                                        view.measurements(),
                                        view.random()))
                                .getFirst()));
    }
}
