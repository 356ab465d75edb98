package io.sallyport.alert;

import io.sallyport.alert.Alert.Kind;
import io.sallyport.alert.Alert.Topic;
import io.sallyport.json.JsonCodec;
import io.sallyport.lang.TimeOrdered;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/// Tells when a backend fails too often or answers too slowly (requirement LI33).
///
/// Every instance looks at the counts of all of them; whoever sees it first raises the alert.
/// Threads: one.
public final class ProviderAlerts {
    private final Alerts alerts;
    private final BackendCounts counts;
    private final Supplier<AlertSettings> settings;
    private final Clock clock;

    /// What was counted earlier, the oldest first.
    private final Deque<Sample> samples = new ArrayDeque<>();

    public ProviderAlerts(Alerts alerts, BackendCounts counts, Supplier<AlertSettings> settings, Clock clock) {
        this.alerts = alerts;
        this.counts = counts;
        this.settings = settings;
        this.clock = clock;
    }

    private record Sample(Instant at, Map<String, BackendCount> byBackend) {}

    /// Looks at every backend once.
    void check() {
        ProviderAlertSettings asked = settings.get().providers();
        if (asked.isOff()) {
            samples.clear();
            return;
        }
        Map<String, BackendCount> now = new HashMap<>();
        counts.now().forEach(count -> now.put(count.backend(), count));
        Instant at = clock.instant();
        forget(at.minus(asked.window()));
        if (!samples.isEmpty()) {
            Map<String, BackendCount> before = samples.getFirst().byBackend();
            now.forEach((backend, count) ->
                    look(count.since(before.getOrDefault(backend, BackendCount.none(backend))), asked));
        }
        samples.addLast(new Sample(at, now));
    }

    /// Keeps the newest sample from before the window, so that the whole of it is compared.
    private void forget(Instant start) {
        while (samples.stream()
                .skip(1)
                .findFirst()
                .filter(next -> !next.at().isAfter(start))
                .isPresent()) {
            samples.removeFirst();
        }
    }

    private void look(BackendCount doing, ProviderAlertSettings asked) {
        if (doing.attempts() >= asked.minimumCalls()) {
            asked.errorRate()
                    .filter(most -> doing.errorRate() >= most)
                    .ifPresent(most -> raise(
                            doing.backend(),
                            new Miss("error_rate", share(doing.errorRate()), share(most), doing.attempts())));
        }
        long calls = doing.durations().sum();
        if (calls >= asked.minimumCalls()) {
            long slow = doing.durations().p95();
            asked.p95()
                    .map(Duration::toMillis)
                    .filter(most -> slow > most)
                    .ifPresent(most -> raise(
                            doing.backend(),
                            new Miss("p95_ms", BigDecimal.valueOf(slow), BigDecimal.valueOf(most), calls)));
        }
    }

    private static BigDecimal share(long thousandths) {
        return BigDecimal.valueOf(thousandths, 3);
    }

    /// What a backend missed.
    private record Miss(String measure, BigDecimal value, BigDecimal threshold, long calls) {}

    private void raise(String backend, Miss miss) {
        Instant now = clock.instant();
        UUID id = TimeOrdered.uuid(now.toEpochMilli());
        long window = settings.get().providers().window().toSeconds();
        ProviderMessage message = new ProviderMessage(
                id,
                "provider",
                AlertLevel.EXCEEDED,
                backend,
                miss.measure(),
                miss.value(),
                miss.threshold(),
                miss.calls(),
                window,
                false,
                true,
                now);
        alerts.raise(
                new Alert(
                        id,
                        now,
                        new Topic(Kind.PROVIDER, miss.measure(), backend, Optional.empty()),
                        AlertLevel.EXCEEDED,
                        title(backend, miss),
                        facts(message),
                        JsonCodec.write(message)),
                Occasion.ANY,
                settings.get().usual());
    }

    private static String title(String backend, Miss miss) {
        return miss.measure().equals("p95_ms")
                ? "Backend %s is slow: 95 of 100 calls take up to %s ms".formatted(backend, miss.value())
                : "Backend %s fails %s %% of its calls"
                        .formatted(
                                backend,
                                miss.value()
                                        .movePointRight(2)
                                        .stripTrailingZeros()
                                        .toPlainString());
    }

    private static Map<String, String> facts(ProviderMessage message) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("Backend", message.backend());
        facts.put("Measure", message.measure());
        facts.put("Value", message.value().toPlainString());
        facts.put("Threshold", message.threshold().toPlainString());
        facts.put("Calls", String.valueOf(message.calls()));
        facts.put("Window", message.windowSeconds() + " s");
        return facts;
    }

    /// What a webhook says about a backend.
    private record ProviderMessage(
            UUID id,
            String type,
            AlertLevel level,
            String backend,
            String measure,
            BigDecimal value,
            BigDecimal threshold,
            long calls,
            long windowSeconds,
            boolean warning,
            boolean exceeded,
            Instant timestamp) {}
}
