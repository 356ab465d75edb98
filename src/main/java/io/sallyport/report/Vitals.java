package io.sallyport.report;

import io.sallyport.telemetry.Reading;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What the metrics say of this moment: how many people were here today, what runs, and what waits.
///
/// @param gatewayUsers people who called the gateway today
/// @param openWebuiUsers people who used Open WebUI today
/// @param users people who did one or the other
/// @param portalUsers people who used the portal today
/// @param callsInFlight requests being answered now, on all instances
/// @param queues what waits on the instance that answers: rows for the database, by the name of their writer,
///     audit events on disk, and calls for their export, as `export_` and the target
/// @param lost rows, audit events, exported calls and log lines that the answering instance lost since it
///     started
record Vitals(
        long gatewayUsers,
        long openWebuiUsers,
        long users,
        long portalUsers,
        long callsInFlight,
        Map<String, Long> queues,
        long lost) {
    private static final String PEOPLE = "sallyport_daily_active_";
    private static final List<String> LOSSES = List.of(
            "sallyport_log_writer_dropped_total",
            "sallyport_audit_dropped_total",
            "sallyport_export_dropped_total",
            "sallyport_log_lines_dropped_total");

    static Vitals of(List<Reading> readings) {
        Map<String, Long> queues = new TreeMap<>();
        each(readings, "sallyport_log_writer_queue_depth", "", queues);
        each(readings, "sallyport_export_waiting", "export_", queues);
        if (readings.stream().anyMatch(reading -> reading.metric().name().equals("sallyport_audit_spool_events"))) {
            queues.put("audit", sum(readings, "sallyport_audit_spool_events"));
        }
        return new Vitals(
                sum(readings, PEOPLE + "gateway_users"),
                sum(readings, PEOPLE + "open_webui_users"),
                sum(readings, PEOPLE + "users"),
                sum(readings, PEOPLE + "portal_users"),
                sum(readings, "sallyport_calls_in_flight"),
                queues,
                LOSSES.stream().mapToLong(name -> sum(readings, name)).sum());
    }

    private static long sum(List<Reading> readings, String name) {
        return readings.stream()
                .filter(reading -> reading.metric().name().equals(name))
                .flatMap(reading -> reading.series().values().stream())
                .mapToLong(numbers -> numbers[0])
                .sum();
    }

    /// The numbers of a metric with one label, by its value after the prefix.
    private static void each(List<Reading> readings, String name, String prefix, Map<String, Long> into) {
        readings.stream()
                .filter(reading -> reading.metric().name().equals(name))
                .forEach(reading -> reading.series()
                        .forEach((labels, numbers) -> into.put(prefix + labels.getFirst(), numbers[0])));
    }
}
