package io.sallyport.admin;

import static io.sallyport.identity.Permission.OPERATE;

import io.sallyport.door.JsonCall;
import io.sallyport.door.JsonRoute;
import io.sallyport.door.QueryWords;
import io.sallyport.journal.AdminEvent;
import io.sallyport.journal.AdminEventFilter;
import io.sallyport.journal.AdminEvents;
import io.sallyport.lang.TenantId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// What operators and administrators of tenants did, for operators.
public final class EventRoutes {
    private static final String HOME = "/admin/api/audit/events";

    /// The path of the older gateway (requirement AP22).
    private static final String ALIAS = "/admin/audit/logs";

    private final AdminEvents events;

    public EventRoutes(AdminEvents events) {
        this.events = events;
    }

    public List<JsonRoute> list() {
        JsonRoute home = JsonRoute.get(OPERATE, HOME, "List admin events, newest first", EventPage.class, this::page);
        return List.of(home, home.at(ALIAS));
    }

    private EventPage page(JsonCall call) {
        AdminEvents.Page page = events.list(filter(call), call.query("cursor", UUID::fromString), call.limit());
        return new EventPage(page.events(), page.next());
    }

    /// The filter that the query parameters of a call ask for.
    static AdminEventFilter filter(JsonCall call) {
        return new AdminEventFilter(
                call.query("actor"),
                call.query("action"),
                call.query("resource_type"),
                call.query("resource_id"),
                call.query("tenant", TenantId::new),
                QueryWords.instant(call, "from"),
                QueryWords.instant(call, "to"));
    }

    /// Some events, and the value of `cursor` for the next ones.
    record EventPage(List<AdminEvent> data, Optional<UUID> nextCursor) {}
}
