package io.sallyport.routing;

import io.sallyport.catalog.Routing;
import io.sallyport.lang.Refusal;
import io.sallyport.routing.Attempt.Failed;
import io.sallyport.routing.Itinerary.Stop;
import io.sallyport.routing.UpstreamFaults.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The attempts of one call: one after the other, or two at once where the alias is hedged.
///
/// Threads: on one event loop.
public final class Dispatch implements Trial.Judge {
    private static final String LOST = "hedge_lost";

    private final Dispatcher shared;
    private final Itinerary itinerary;
    private final Errand errand;
    private final Consumer<Attempt> done;
    private final List<Trial> running = new ArrayList<>(1);
    private boolean over;
    private boolean hedged;
    private @Nullable Fault lastFault;

    Dispatch(Dispatcher shared, Plan plan, Errand errand, Consumer<Attempt> done) {
        this.shared = shared;
        this.itinerary = new Itinerary(shared, plan, errand);
        this.errand = errand;
        this.done = done;
    }

    void start() {
        tryNext();
    }

    /// Gives up: running attempts are reset, nothing more is heard.
    public void cancel() {
        over = true;
        running.forEach(Trial::cancel);
    }

    /// Why the call went where it went; empty when there was nothing to choose.
    public Optional<Decision> decision() {
        return itinerary.decision();
    }

    private void tryNext() {
        Optional<Stop> stop = itinerary.next();
        if (stop.isPresent()) {
            attempt(stop.get());
            return;
        }
        Fault fault = lastFault;
        finish(new Failed(fault == null ? itinerary.noneLeft() : fault.refusal()));
    }

    private void attempt(Stop stop) {
        Trial trial = new Trial(shared, stop, errand, this);
        running.add(trial);
        trial.start();
        if (!over && running.contains(trial)) {
            limit(trial);
        }
    }

    /// Sets the clocks the operator wishes: for the first token, and for a second target.
    private void limit(Trial trial) {
        Routing routing = itinerary.routing();
        if (errand.request().facts().stream()) {
            routing.firstTokenTimeoutMs()
                    .ifPresent(ms -> shared.loops().current().after(Duration.ofMillis(ms), trial::expire));
        }
        if (routing.hedge().isPresent() && !hedged) {
            long nanos = routing.hedge()
                    .get()
                    .afterMs()
                    .map(ms -> Duration.ofMillis(ms).toNanos())
                    .orElseGet(
                            () -> shared.measurements().of(trial.target().id()).slowestUsualNanos());
            if (nanos > 0) {
                shared.loops().current().after(Duration.ofNanos(nanos), () -> hedge(trial));
            }
        }
    }

    /// Asks a second target, unless the first has begun or failed by now.
    private void hedge(Trial slow) {
        if (over
                || hedged
                || !running.contains(slow)
                || !itinerary.hasMore()
                || !shared.budget().spend()) {
            return;
        }
        hedged = true;
        itinerary.next().ifPresent(this::attempt);
    }

    @Override
    public void began(Trial winner, int status, Attempt answer) {
        for (Trial trial : List.copyOf(running)) {
            if (trial != winner) {
                running.remove(trial);
                trial.cancel();
                errand.log().attempted(trial.target(), 0, LOST, trial.millis());
                // Limits of a place hold for the last one that was entered; the answer is being produced here.
                var _ = errand.gate().enter(winner.target());
            }
        }
        shared.health().succeeded(winner.target().id());
        errand.log().attempted(winner.target(), status, "", winner.millis());
        finish(answer);
    }

    @Override
    public void failed(Trial trial, int status, Fault fault) {
        running.remove(trial);
        Refusal refusal = fault.refusal();
        errand.log().attempted(trial.target(), status, refusal.code(), trial.millis());
        if (fault.unhealthy()) {
            shared.health().failed(trial.target().id(), refusal.code(), fault.rest());
        }
        lastFault = fault;
        if (!running.isEmpty()) {
            return;
        }
        if (!over
                && goesOn(fault)
                && itinerary.hasMore()
                && !errand.deadline().isOver()
                && shared.budget().spend()) {
            tryNext();
        } else {
            finish(new Failed(refusal));
        }
    }

    /// Whether another target may do better; where only another alias may, this goes there.
    private boolean goesOn(Fault fault) {
        Routing routing = itinerary.routing();
        return switch (fault.failure()) {
            case Fault.CONTEXT -> itinerary.nextLarger();
            case Fault.CONTENT -> routing.fallbackOnContent() && itinerary.nextLeg();
            default -> routing.retryOn().map(fault::isOneOf).orElse(fault.elsewhere());
        };
    }

    private void finish(Attempt attempt) {
        if (!over) {
            over = true;
            done.accept(attempt);
        }
    }
}
