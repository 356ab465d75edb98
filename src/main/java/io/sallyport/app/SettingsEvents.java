package io.sallyport.app;

import io.sallyport.app.settings.Reload;
import io.sallyport.journal.AdminEvent;
import io.sallyport.journal.AdminEvents;
import io.sallyport.json.yaml.Problem;
import io.sallyport.lang.TimeOrdered;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// What became of changed settings files, among the events of operators: who saves a file changes a gateway,
/// too.
final class SettingsEvents {
    private static final String TYPE = "settings";

    private final AdminEvents events;
    private final Clock clock;

    SettingsEvents(AdminEvents events, Clock clock) {
        this.events = events;
        this.clock = clock;
    }

    /// Errors: RefusedException when the database does not answer.
    void add(Reload reload) {
        switch (reload) {
            case Reload.Unchanged _ -> {}
            case Reload.Applied applied ->
                add(
                        "settings.apply",
                        Map.of(
                                "applied", String.join(", ", applied.applied()),
                                "waiting", String.join(", ", applied.waiting())));
            case Reload.Refused(List<Problem> problems) ->
                add(
                        "settings.refuse",
                        Map.of(
                                "problems",
                                problems.stream().map(Problem::toString).collect(Collectors.joining("; "))));
        }
    }

    private void add(String action, Map<String, String> metadata) {
        Instant now = clock.instant();
        events.record(new AdminEvent(
                TimeOrdered.uuid(now.toEpochMilli()),
                now,
                "settings file",
                Optional.empty(),
                Optional.empty(),
                action,
                TYPE,
                "",
                Optional.empty(),
                metadata,
                Optional.empty(),
                "",
                Optional.empty(),
                Optional.empty()));
    }
}
