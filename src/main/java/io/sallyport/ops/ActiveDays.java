package io.sallyport.ops;

import io.sallyport.database.Database;
import io.sallyport.ops.MetricTable.Active;
import io.sallyport.telemetry.DailyActive;
import io.sallyport.telemetry.DailyActive.Sighting;
import io.sallyport.telemetry.Metric;
import io.sallyport.telemetry.Reading;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// How many people were active today, on all instances together (requirement OB6).
///
/// Threads: used by one thread at a time, but for [#readings()].
final class ActiveDays {
    private static final List<String> LABELS = List.of("user", "api_key", "backend_profile", "openai_backend", "model");
    private static final List<String> NOBODY = Collections.nCopies(LABELS.size(), "");
    private static final int DAYS_KEPT = 40;

    private static final Metric GATEWAY =
            people("sallyport_daily_active_gateway_users", "People who called the gateway today.");
    private static final Metric OPEN_WEBUI =
            people("sallyport_daily_active_open_webui_users", "People who used Open WebUI today.");
    private static final Metric EITHER =
            people("sallyport_daily_active_users", "People who called the gateway or used Open WebUI today.");
    private static final Metric PORTAL =
            people("sallyport_daily_active_portal_users", "People who used the portal today.");

    private final Database database;
    private final DailyActive active;
    private final Clock clock;
    private LocalDate day;

    ActiveDays(Database database, DailyActive active, Clock clock) {
        this.database = database;
        this.active = active;
        this.clock = clock;
        this.day = today();
    }

    /// Stores who was seen for the first time today.
    void write() {
        LocalDate today = today();
        if (!today.equals(day)) {
            active.forget();
            database.attach(MetricTable.class).forgetDaysBefore(today.minusDays(DAYS_KEPT));
            day = today;
        }
        List<Sighting> fresh = active.drain();
        if (fresh.isEmpty()) {
            return;
        }
        boolean stored = false;
        try {
            database.attach(MetricTable.class)
                    .seen(
                            today,
                            fresh.stream().map(ActiveDays::word).toArray(String[]::new),
                            fresh.stream().map(Sighting::person).toArray(String[]::new));
            stored = true;
        } finally {
            if (!stored) {
                active.giveBack(fresh);
            }
        }
    }

    List<Reading> readings() {
        Active today = database.attach(MetricTable.class).active(today());
        return List.of(
                reading(GATEWAY, today.gateway()),
                reading(OPEN_WEBUI, today.openWebui()),
                reading(EITHER, today.either()),
                reading(PORTAL, today.portal()));
    }

    private LocalDate today() {
        return LocalDate.now(clock);
    }

    private static String word(Sighting sighting) {
        return sighting.surface().name().toLowerCase(Locale.ROOT);
    }

    private static Metric people(String name, String help) {
        return Metric.gauge(name, help, LABELS.toArray(String[]::new));
    }

    private static Reading reading(Metric metric, long people) {
        return new Reading(metric, Map.of(NOBODY, new long[] {people}));
    }
}
