package io.sallyport.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.telemetry.Metric;
import io.sallyport.telemetry.Reading;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class VitalsTest {

    @Test
    void namesEverythingThatWaits() {
        Vitals vitals = Vitals.of(List.of(
                waiting("sallyport_log_writer_queue_depth", List.of("usage_record"), 3),
                waiting("sallyport_audit_spool_events", List.of(), 5),
                waiting("sallyport_export_waiting", List.of("webhook"), 7)));

        assertThat(vitals.queues()).isEqualTo(Map.of("usage_record", 3L, "audit", 5L, "export_webhook", 7L));
    }

    private static Reading waiting(String name, List<String> labels, long number) {
        return new Reading(Metric.gauge(name, "What waits."), Map.of(labels, new long[] {number}));
    }
}
