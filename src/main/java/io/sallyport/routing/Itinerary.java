package io.sallyport.routing;

import io.sallyport.catalog.Routing;
import io.sallyport.lang.Refusal;
import io.sallyport.lang.Refusal.RateLimited;
import io.sallyport.lang.Refusal.UpstreamFailed;
import io.sallyport.routing.Decision.Considered;
import io.sallyport.routing.HealthBoard.Rest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The way of one call from target to target: those of its plan in order, then those of each fallback.
///
/// Threads: used on one event loop.
final class Itinerary {
    private final Dispatcher shared;
    private final Errand errand;
    private final Plan first;
    private final List<Plan> plans;
    private final List<Considered> considered = new ArrayList<>(2);
    private final int most;
    private int leg;
    private List<Target> targets;
    private int next;
    private int attempts;
    private Optional<Refusal> turnedAway = Optional.empty();

    Itinerary(Dispatcher shared, Plan plan, Errand errand) {
        this.shared = shared;
        this.errand = errand;
        this.first = plan;
        this.plans = plan.legs();
        this.most = plan.choice().routing().attempts().orElse(Integer.MAX_VALUE);
        this.targets = List.of();
        enter(roomy(plans, errand.traits()));
    }

    /// One target that may be tried now.
    ///
    /// @param plan it belongs to
    record Stop(Plan plan, Target target) {}

    /// What the operator wishes of the alias that was asked for.
    Routing routing() {
        return first.choice().routing();
    }

    /// The first plan whose context window holds the call; the first of all when none is known to.
    static int roomy(List<Plan> plans, Traits traits) {
        if (plans.size() == 1) {
            return 0;
        }
        long needed = traits.promptTokens() + traits.outputCap().orElse(0L);
        for (int i = 0; i < plans.size(); i++) {
            boolean fits = plans.get(i).choice().contextWindow().orElse(Long.MAX_VALUE) >= needed;
            if (fits) {
                return i;
            }
        }
        return 0;
    }

    private void enter(int number) {
        for (int i = leg; i < number; i++) {
            plans.get(i).targets().forEach(target -> consider(target, "prompt too long"));
            leg++;
        }
        order();
    }

    private void order() {
        Plan plan = plans.get(leg);
        targets = shared.ranking().order(plan, errand.traits());
        next = 0;
    }

    /// The next target that is well and within its limits; empty when none is left.
    Optional<Stop> next() {
        while (attempts < most) {
            while (next < targets.size()) {
                Target target = targets.get(next++);
                if (mayEnter(target)) {
                    attempts++;
                    consider(target, "tried");
                    return Optional.of(new Stop(plans.get(leg), target));
                }
            }
            if (!nextLeg()) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    private boolean mayEnter(Target target) {
        if (!shared.health().admits(target.id())) {
            consider(target, "rests");
            return false;
        }
        Optional<Refusal> no = errand.gate().enter(target);
        no.ifPresent(refusal -> {
            consider(target, refusal.code());
            turnedAway = no;
        });
        return no.isEmpty();
    }

    boolean hasMore() {
        return attempts < most && (next < targets.size() || leg + 1 < plans.size());
    }

    /// Goes on to the next fallback, whatever is left of this one.
    ///
    /// @return false when there is none
    boolean nextLeg() {
        if (leg + 1 >= plans.size()) {
            next = targets.size();
            return false;
        }
        leg++;
        order();
        return true;
    }

    /// Goes on to the next fallback that is known to hold more than this one.
    ///
    /// @return false when there is none
    boolean nextLarger() {
        long window = plans.get(leg).choice().contextWindow().orElse(0L);
        for (int i = leg + 1; i < plans.size(); i++) {
            if (plans.get(i).choice().contextWindow().orElse(0L) > window) {
                leg = i;
                order();
                return true;
            }
        }
        return false;
    }

    private void consider(Target target, String outcome) {
        if (first.isOpen()) {
            considered.add(new Considered(plans.get(leg).alias(), target.id(), outcome));
        }
    }

    /// Why nobody could be tried: what limits said, else when the first may be tried again.
    Refusal noneLeft() {
        return turnedAway.orElseGet(this::allRest);
    }

    private Refusal allRest() {
        Rest soonest = first.everyTarget().stream()
                .flatMap(target -> shared.health().rest(target.id()).stream())
                .min(Comparator.comparing(Rest::left))
                .orElse(new Rest("", Duration.ofSeconds(1)));
        if (soonest.lastFailure().equals("rate_limited")) {
            return new RateLimited("rate_limited", "The backend asked for a pause.", soonest.left());
        }
        return new UpstreamFailed(
                503,
                "no_healthy_backend",
                "Every backend of this model rests after failures; try again later.",
                soonest.left());
    }

    /// Why the call went where it went; empty when there was nothing to choose.
    Optional<Decision> decision() {
        return first.isOpen()
                ? Optional.of(new Decision(
                        first.alias(),
                        first.reason(),
                        first.choice().rules(),
                        first.choice().bucket(),
                        first.choice().bounds().toString(),
                        shared.ranking().strategy(first),
                        List.copyOf(considered)))
                : Optional.empty();
    }
}
