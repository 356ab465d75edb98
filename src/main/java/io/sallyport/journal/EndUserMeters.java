package io.sallyport.journal;

import io.sallyport.inference.TokenUsage;
import io.sallyport.telemetry.Counter;
import io.sallyport.telemetry.Family;
import io.sallyport.telemetry.Meters;
import io.sallyport.telemetry.Metric;
import java.util.List;

/// Counts calls and tokens by the person whom a trusted program names behind them.
///
/// Threads: safe.
final class EndUserMeters {
    private static final List<String> LABELS = List.of("end_user", "model");

    private final Family<Counter> calls;
    private final Family<Counter> tokens;

    EndUserMeters(Meters meters) {
        this.calls = meters.counters(Metric.counter(
                "sallyport_end_user_calls_total",
                "Finished calls of people whom a trusted program names.",
                LABELS,
                List.of("result")));
        this.tokens = meters.counters(Metric.counter(
                "sallyport_end_user_tokens_total",
                "Tokens of people whom a trusted program names.",
                LABELS,
                List.of("type")));
    }

    void count(String person, String model, CallRecord call) {
        calls.with(person, model, call.outcome().isSuccess() ? "success" : "failure")
                .increment();
        if (call.usage().isPresent()) {
            TokenUsage usage = call.usage().get();
            tokens.with(person, model, "prompt").add(usage.prompt());
            tokens.with(person, model, "completion").add(usage.output());
        }
    }
}
