package io.sallyport.limit;

import io.sallyport.telemetry.Counter;
import io.sallyport.telemetry.Family;
import io.sallyport.telemetry.Meters;
import io.sallyport.telemetry.Metric;
import java.util.List;
import java.util.function.Consumer;

/// Counts the calls to which each limit said no.
///
/// Threads: safe.
public final class RefusalMeters implements Consumer<Limit> {
    private final Family<Counter> refusals;

    public RefusalMeters(Meters meters) {
        // Owners of keys name limits, too, so the names are as open as those of models.
        this.refusals = meters.counters(Metric.counter(
                "sallyport_limit_refusals_total",
                "Calls, or targets of calls, to which a limit said no, or to which it gave a shorter answer.",
                List.of("limit"),
                List.of("scope", "metric")));
    }

    @Override
    public void accept(Limit limit) {
        refusals.with(
                        limit.name(),
                        limit.coverage().scope().word(),
                        limit.metric().word())
                .increment();
    }
}
