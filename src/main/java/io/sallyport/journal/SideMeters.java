package io.sallyport.journal;

import io.sallyport.lang.Cost;
import io.sallyport.lang.Money;
import io.sallyport.telemetry.Counter;
import io.sallyport.telemetry.Family;
import io.sallyport.telemetry.Histogram;
import io.sallyport.telemetry.Meters;
import io.sallyport.telemetry.Metric;
import java.util.List;

/// Counts calls that the gateway makes itself, apart from those of clients, so that both can be compared.
///
/// Threads: safe.
final class SideMeters {
    private static final List<String> OPEN = List.of("openai_backend", "model");
    private static final List<String> WHY = List.of("purpose");

    private final Family<Counter> calls;
    private final Family<Counter> cost;
    private final Family<Histogram> duration;
    private final Family<Histogram> firstToken;

    SideMeters(Meters meters) {
        this.calls = meters.counters(Metric.counter(
                "sallyport_side_calls_total",
                "Finished calls that the gateway made itself.",
                OPEN,
                List.of("purpose", "result")));
        this.cost = meters.counters(Metric.counter(
                        "sallyport_side_cost_usd_total",
                        "Cost of calls that the gateway made itself, where the price is known.",
                        OPEN,
                        WHY)
                .countedPer(CallMeters.Families.NANO_PER_DOLLAR));
        this.duration = meters.histograms(Metric.durations(
                "sallyport_side_call_duration_seconds",
                "Time that a call took which the gateway made itself.",
                OPEN,
                WHY,
                CallMeters.Families.CALL_BOUNDS));
        this.firstToken = meters.histograms(Metric.durations(
                "sallyport_side_time_to_first_token_seconds",
                "Time to the first answer byte of a streamed call that the gateway made itself.",
                OPEN,
                WHY,
                CallMeters.Families.CALL_BOUNDS));
    }

    void count(CallRecord call) {
        String backend =
                call.attempts().isEmpty() ? "" : call.attempts().getLast().backend();
        List<String> labels =
                List.of(backend, call.asked().model(), call.purpose().word());
        calls.with(List.of(
                        backend,
                        call.asked().model(),
                        call.purpose().word(),
                        call.outcome().isSuccess() ? "success" : "failure"))
                .increment();
        duration.with(labels).observe(call.timing().total());
        if (call.asked().streamed() && call.timing().firstByte() >= 0) {
            firstToken.with(labels).observe(call.timing().firstByte());
        }
        if (call.cost() instanceof Cost.Known(Money amount)) {
            cost.with(labels).add(CallMeters.Families.nanoDollars(amount));
        }
    }
}
