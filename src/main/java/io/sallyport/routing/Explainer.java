package io.sallyport.routing;

import io.sallyport.dialect.Loss;
import io.sallyport.dialect.LossPolicy;
import io.sallyport.inference.RawRequest;
import io.sallyport.lang.Deadline;
import io.sallyport.lang.Header;
import io.sallyport.lang.RefusedException;
import io.sallyport.provider.SignatureStamps;
import io.sallyport.routing.Decision.Considered;
import io.sallyport.routing.Errand.Gate;
import io.sallyport.routing.Explanation.Step;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Says what would become of a call, without sending anything and without using anything up.
///
/// Threads: safe.
public final class Explainer {
    private static final Duration NO_TIME = Duration.ofSeconds(1);
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Supplier<Resolver> resolver;
    private final Ranking ranking;
    private final HealthBoard health;
    private final SignatureStamps stamps;
    private final Clock clock;

    public Explainer(
            Supplier<Resolver> resolver, Ranking ranking, HealthBoard health, SignatureStamps stamps, Clock clock) {
        this.resolver = resolver;
        this.ranking = ranking;
        this.health = health;
        this.stamps = stamps;
        this.clock = clock;
    }

    public Explanation explain(DescribedCall call) {
        Resolver now = resolver.get();
        List<Considered> leftOut = List.of();
        try {
            leftOut = now.leftOut(call);
            Plan plan = now.resolve(call);
            return new Explanation(
                    Optional.of(plan), Optional.empty(), ranking.strategy(plan), steps(call, plan), leftOut);
        } catch (RefusedException e) {
            return new Explanation(Optional.empty(), Optional.of(e.refusal()), "", List.of(), leftOut);
        }
    }

    private List<Step> steps(DescribedCall call, Plan plan) {
        List<Plan> legs = plan.legs();
        int roomy = Itinerary.roomy(legs, call);
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < legs.size(); i++) {
            Plan leg = legs.get(i);
            for (Target target : ranking.order(leg, call)) {
                steps.add(step(call, leg, target, i < roomy ? "prompt too long" : standing(target)));
            }
        }
        return steps;
    }

    private String standing(Target target) {
        return health.rest(target.id())
                .map(rest ->
                        "rests after " + rest.lastFailure() + ", " + rest.left().toSeconds() + " s left")
                .orElse("ready");
    }

    private Step step(DescribedCall call, Plan leg, Target target, String standing) {
        TargetLoad load = ranking.measurements().of(target.id());
        long now = System.nanoTime();
        return new Step(
                leg.alias(),
                target,
                standing,
                !target.upstream().provider().serves(call.operation(), call.dialect()),
                call.request()
                        .map(request -> losses(call, request, leg, target))
                        .orElse(List.of()),
                (long) load.firstTokenNanos(now) / NANOS_PER_MILLI,
                load.inFlight(),
                load.errorShare(now));
    }

    private List<String> losses(DescribedCall call, RawRequest request, Plan leg, Target target) {
        List<Header> headers = call.headers().entrySet().stream()
                .map(header -> new Header(header.getKey(), header.getValue()))
                .toList();
        Errand errand = new Errand(
                call.speaks(),
                request,
                call,
                headers,
                Optional.empty(),
                Optional.empty(),
                LossPolicy.ALLOW,
                stamps,
                Deadline.in(NO_TIME),
                NO_TIME,
                Gate.OPEN,
                (_, _, _, _) -> {});
        try {
            return new Crossing(target, leg, errand, clock)
                    .losses().stream().map(Loss::toString).toList();
        } catch (RefusedException e) {
            return List.of("refused=" + e.refusal().code());
        }
    }
}
