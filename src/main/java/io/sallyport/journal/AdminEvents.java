package io.sallyport.journal;

import io.sallyport.database.Database;
import io.sallyport.journal.AdminEventTable.Row;
import io.sallyport.json.Json;
import io.sallyport.json.JsonCodec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// What operators and administrators of tenants did (requirement AU28). Events are only ever added.
///
/// Threads: safe; every method waits for the database. Inside a transaction of the same thread an event is part
/// of it.
public final class AdminEvents {
    private final AdminEventTable table;

    public AdminEvents(Database database) {
        this.table = database.attach(AdminEventTable.class);
    }

    /// Some events, newest first.
    ///
    /// @param next where to go on; empty at the end
    public record Page(List<AdminEvent> events, Optional<UUID> next) {}

    public void record(AdminEvent event) {
        table.insert(new Row(
                event.id(),
                event.at(),
                event.actor(),
                event.actorUser(),
                event.actorKey(),
                event.action(),
                event.resourceType(),
                event.resourceId(),
                event.tenant(),
                JsonCodec.write(event.metadata()).toString(),
                event.requestId(),
                event.address(),
                event.before().map(Json::toString),
                event.after().map(Json::toString)));
    }

    /// @param after the last event of the page before
    /// @param count 1 to 1000
    public Page list(AdminEventFilter filter, Optional<UUID> after, int count) {
        List<AdminEvent> events = table.list(filter, after, count + 1).stream()
                .map(AdminEvents::event)
                .toList();
        return events.size() <= count
                ? new Page(events, Optional.empty())
                : new Page(
                        events.subList(0, count),
                        Optional.of(events.get(count - 1).id()));
    }

    private static AdminEvent event(Row row) {
        return new AdminEvent(
                row.id(),
                row.at(),
                row.actor(),
                row.actorUser(),
                row.actorKey(),
                row.action(),
                row.resourceType(),
                row.resourceId(),
                row.tenant(),
                map(Json.parse(row.metadata())),
                row.requestId(),
                row.address(),
                row.before().map(Json::parse),
                row.after().map(Json::parse));
    }

    private static Map<String, String> map(Json json) {
        Map<String, String> map = new LinkedHashMap<>();
        json.fields().forEach(field -> map.put(field.name(), field.value().text()));
        return map;
    }
}
