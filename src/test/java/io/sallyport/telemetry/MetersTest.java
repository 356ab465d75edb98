package io.sallyport.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class MetersTest {
    private static final Metric CALLS = Metric.counter("test_calls_total", "Calls.", List.of("model"), List.of("code"));

    private final Meters meters = new Meters(3);
    private final JvmMeters machine = new JvmMeters();
    private final Exposition exposition = new Exposition(machine);

    @AfterEach
    void closes() {
        machine.close();
    }

    @Test
    @Tag("N09")
    void countsWhatIsOverTheCapAsOther() {
        Family<Counter> calls = meters.counters(CALLS);

        for (int model = 0; model < 100_000; model++) {
            calls.with("model-" + model, "ok").increment();
        }

        assertThat(meters.read().getFirst().series()).hasSize(4);
        assertThat(text())
                .contains("test_calls_total{code=\"ok\",model=\"model-2\"} 1.0\n")
                .contains("test_calls_total{code=\"ok\",model=\"other\"} 99997.0\n");
    }

    @Test
    void keepsClosedLabelsApartInTheOverflow() {
        Family<Counter> calls = meters.counters(CALLS);

        for (int model = 0; model < 5; model++) {
            calls.with("model-" + model, "ok").increment();
            calls.with("model-" + model, "timeout").increment();
        }

        assertThat(text())
                .contains("test_calls_total{code=\"ok\",model=\"other\"} 2.0\n")
                .contains("test_calls_total{code=\"timeout\",model=\"other\"} 2.0\n");
    }

    @Test
    void escapesHostileLabelValues() {
        Family<Counter> calls = meters.counters(CALLS);

        calls.with("a\"} 1\nforged 2\\ \u0000\u001b[31m \ud800 ä😀", "ok").increment();

        assertThat(text())
                .contains("test_calls_total{code=\"ok\",model=\"a\\\"} 1?forged 2\\\\ ??[31m ? ä😀\"} 1.0\n")
                .doesNotContain("\nforged");
    }

    @Test
    void cutsLongLabelValues() {
        Family<Counter> calls = meters.counters(CALLS);

        calls.with("m".repeat(10_000), "ok").increment();

        assertThat(text()).contains("model=\"" + "m".repeat(128) + "\"");
    }

    @Test
    void showsAHistogramInBaseUnits() {
        Family<Histogram> times = meters.histograms(
                Metric.durations("test_duration_seconds", "Time.", List.of(), List.of(), List.of(1_000L, 500_000L)));

        times.with().observe(900);
        times.with().observe(500_000);
        times.with().observe(2_000_000);

        assertThat(text())
                .contains("test_duration_seconds_bucket{le=\"0.001\"} 1\n")
                .contains("test_duration_seconds_bucket{le=\"0.5\"} 2\n")
                .contains("test_duration_seconds_bucket{le=\"+Inf\"} 3\n")
                .contains("test_duration_seconds_count 3\n")
                .contains("test_duration_seconds_sum 2.5009\n");
    }

    @Test
    void asksForANumberThatSomebodyElseKeeps() {
        AtomicLong depth = new AtomicLong(7);

        meters.observe(Metric.gauge("test_depth", "Depth."), depth::get);

        assertThat(text()).contains("# TYPE test_depth gauge\ntest_depth 7.0\n");
    }

    @Test
    void showsTheJavaMachine() {
        String text = text();

        assertThat(text).contains("jvm_memory_used_bytes{area=\"heap\"").contains("process_uptime_seconds");
    }

    @Test
    void refusesAMetricThatIsDeclaredTwice() {
        meters.counters(CALLS);

        assertThatThrownBy(() -> meters.counters(CALLS)).hasMessageContaining("declared twice");
    }

    @Test
    @Tag("OB18")
    void countsHttpRequestsWithClosedLabels() {
        HttpMeters http = new HttpMeters(meters);

        http.answered("POST", "/v1/chat/completions", 200, 1_500);
        http.answered("BREW", "", 999, 10);

        assertThat(text())
                .contains(
                        "sallyport_http_requests_total{method=\"POST\",route=\"/v1/chat/completions\",status=\"200\"} 1.0")
                .contains("sallyport_http_requests_total{method=\"other\",route=\"other\",status=\"other\"} 1.0")
                .contains("route=\"/v1/chat/completions\",status=\"200\",le=\"0.005\"} 1\n");
    }

    private String text() {
        return exposition.text(meters.read()).text();
    }
}
