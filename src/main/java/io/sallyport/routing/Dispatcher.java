package io.sallyport.routing;

import io.sallyport.provider.BackendCalls;
import io.sallyport.provider.Scrubber;
import io.sallyport.transport.EventLoops;
import java.time.Clock;
import java.util.function.Consumer;

/// Tries targets until one answers.
///
/// Another target is tried only as long as nothing has reached the client, and only while the retry budget
/// lasts. Threads: a dispatch runs on the event loop it was started on and never blocks it.
public final class Dispatcher {
    private final EventLoops loops;
    private final BackendCalls calls;
    private final HealthBoard health;
    private final RetryBudget budget = new RetryBudget();
    private final UpstreamFaults faults;
    private final Ranking ranking;
    private final Clock clock;

    public Dispatcher(
            EventLoops loops, BackendCalls calls, HealthBoard health, Ranking ranking, Scrubber scrubber, Clock clock) {
        this.loops = loops;
        this.calls = calls;
        this.health = health;
        this.ranking = ranking;
        this.clock = clock;
        this.faults = new UpstreamFaults(clock, scrubber);
    }

    /// Starts trying; call on an event loop.
    ///
    /// @param done hears the end, once, on the same loop; not after a cancel
    public Dispatch dispatch(Plan plan, Errand errand, Consumer<Attempt> done) {
        budget.earn();
        Dispatch dispatch = new Dispatch(this, plan, errand, done);
        dispatch.start();
        return dispatch;
    }

    Clock clock() {
        return clock;
    }

    EventLoops loops() {
        return loops;
    }

    BackendCalls calls() {
        return calls;
    }

    HealthBoard health() {
        return health;
    }

    Ranking ranking() {
        return ranking;
    }

    Measurements measurements() {
        return ranking.measurements();
    }

    RetryBudget budget() {
        return budget;
    }

    UpstreamFaults faults() {
        return faults;
    }
}
