package io.sallyport.journal;

import io.sallyport.dialect.Loss;
import io.sallyport.inference.TokenUsage;
import io.sallyport.journal.CallRecord.Attempted;
import io.sallyport.lang.Cost;
import io.sallyport.lang.Money;
import io.sallyport.telemetry.Counter;
import io.sallyport.telemetry.Family;
import io.sallyport.telemetry.Histogram;
import io.sallyport.telemetry.Meters;
import io.sallyport.telemetry.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The meters of calls with the same user, key, backend and model.
///
/// Threads: safe; an update allocates nothing, but for the first one with a new code.
final class CallMeters {
    private static final String FINE = "ok";

    private final Families families;
    private final List<String> labels;
    private final Map<String, Counter> calls = new ConcurrentHashMap<>();
    private final Map<String, Counter> attempts = new ConcurrentHashMap<>();
    private final Histogram duration;
    private final Histogram firstToken;
    private final Histogram overhead;
    private final Counter prompt;
    private final Counter completion;
    private final Counter cached;
    private final Counter reasoning;
    private final Counter cost;
    private final Counter unpriced;
    private final Map<Loss.Kind, Counter> losses = new ConcurrentHashMap<>();
    private final Counter failovers;

    private CallMeters(Families families, List<String> labels) {
        this.families = families;
        this.labels = labels;
        this.duration = families.duration.with(labels);
        this.firstToken = families.firstToken.with(labels);
        this.overhead = families.overhead.with(labels);
        this.prompt = families.tokens.with(and("prompt"));
        this.completion = families.tokens.with(and("completion"));
        this.cached = families.tokens.with(and("cached"));
        this.reasoning = families.tokens.with(and("reasoning"));
        this.cost = families.cost.with(labels);
        this.unpriced = families.unpriced.with(labels);
        this.failovers = families.failovers.with(labels);
    }

    /// Counts how a call ended and what it used.
    void count(CallRecord call) {
        ended(call.outcome());
        duration.observe(call.timing().total());
        overhead.observe(call.timing().own());
        if (call.asked().streamed() && call.timing().firstByte() >= 0) {
            firstToken.observe(call.timing().firstByte());
        }
        if (call.usage().isPresent()) {
            TokenUsage usage = call.usage().get();
            prompt.add(usage.prompt());
            completion.add(usage.output());
            cached.add(usage.cachedInput());
            reasoning.add(usage.reasoning());
        }
        for (Loss loss : call.warnings()) {
            losses.computeIfAbsent(loss.kind(), kind -> families.losses.with(and(kind.word())))
                    .increment();
        }
        if (call.cost() instanceof Cost.Known(Money amount)) {
            cost.add(Families.nanoDollars(amount));
        } else if (call.usage().isPresent()) {
            unpriced.increment();
        }
    }

    void attempted(Attempted attempt) {
        String code = attempt.code().isEmpty() ? FINE : attempt.code();
        Counter counter = attempts.get(code);
        if (counter == null) {
            counter = attempts.computeIfAbsent(code, unseen -> families.attempts.with(and(unseen)));
        }
        counter.increment();
    }

    /// An attempt after which another target was tried.
    void failedOver(Attempted attempt) {
        attempted(attempt);
        failovers.increment();
    }

    private void ended(CallRecord.Outcome outcome) {
        String code = outcome.isSuccess() ? FINE : failure(outcome);
        Counter counter = calls.get(code);
        if (counter == null) {
            counter = calls.computeIfAbsent(
                    code, unseen -> families.calls.with(and(unseen.equals(FINE) ? "success" : "failure", unseen)));
        }
        counter.increment();
    }

    private static String failure(CallRecord.Outcome outcome) {
        return outcome.code().isEmpty() ? "upstream_status" : outcome.code();
    }

    private List<String> and(String... closed) {
        List<String> all = new ArrayList<>(labels);
        all.addAll(List.of(closed));
        return all;
    }

    /// The metrics that [CallMeters] are series of.
    record Families(
            Family<Counter> calls,
            Family<Counter> attempts,
            Family<Counter> failovers,
            Family<Counter> tokens,
            Family<Counter> cost,
            Family<Counter> unpriced,
            Family<Counter> losses,
            Family<Histogram> duration,
            Family<Histogram> firstToken,
            Family<Histogram> overhead) {
        private static final List<String> LABELS =
                List.of("user", "api_key", "backend_profile", "openai_backend", "model");
        private static final List<String> NONE = List.of();
        private static final long PICO_PER_NANO = 1_000;
        static final long NANO_PER_DOLLAR = 1_000_000_000;
        static final List<Long> CALL_BOUNDS =
                micros(10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000, 120_000, 300_000);
        private static final List<Long> OWN_BOUNDS =
                List.of(50L, 100L, 250L, 500L, 1_000L, 2_500L, 5_000L, 10_000L, 25_000L, 100_000L, 1_000_000L);

        static Families declare(Meters meters) {
            return new Families(
                    meters.counters(counter("sallyport_calls_total", "Finished calls.", "result", "code")),
                    meters.counters(counter("sallyport_attempts_total", "Targets that were tried.", "code")),
                    meters.counters(
                            counter("sallyport_failovers_total", "Attempts after which another target was tried.")),
                    meters.counters(counter("sallyport_tokens_total", "Tokens of finished calls.", "type")),
                    meters.counters(counter("sallyport_cost_usd_total", "Cost of calls with a known price.")
                            .countedPer(NANO_PER_DOLLAR)),
                    meters.counters(counter(
                            "sallyport_calls_unpriced_total", "Calls that used tokens and whose cost is not known.")),
                    meters.counters(counter(
                            "sallyport_losses_total",
                            "What translations between dialects could not carry over as it was.",
                            "kind")),
                    meters.histograms(Metric.durations(
                            "sallyport_call_duration_seconds",
                            "Time from a call's arrival to the end of its answer.",
                            LABELS,
                            NONE,
                            CALL_BOUNDS)),
                    meters.histograms(Metric.durations(
                            "sallyport_time_to_first_token_seconds",
                            "Time from a streamed call's arrival to its first answer byte.",
                            LABELS,
                            NONE,
                            CALL_BOUNDS)),
                    meters.histograms(Metric.durations(
                            "sallyport_overhead_seconds",
                            "Time the gateway itself took before it asked an upstream.",
                            LABELS,
                            NONE,
                            OWN_BOUNDS)));
        }

        CallMeters of(List<String> labels) {
            return new CallMeters(this, labels);
        }

        /// What counters of cost count.
        static long nanoDollars(Money amount) {
            return amount.picoDollars().longValue() / PICO_PER_NANO;
        }

        private static Metric counter(String name, String help, String... closed) {
            return Metric.counter(name, help, LABELS, List.of(closed));
        }

        private static List<Long> micros(long... millis) {
            List<Long> micros = new ArrayList<>();
            for (long one : millis) {
                micros.add(one * 1_000);
            }
            return micros;
        }
    }
}
