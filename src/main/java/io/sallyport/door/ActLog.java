package io.sallyport.door;

import io.sallyport.identity.Permission;
import io.sallyport.identity.Principal;
import io.sallyport.journal.AdminEvent;
import io.sallyport.journal.AdminEvents;
import io.sallyport.json.Json;
import io.sallyport.lang.TenantId;
import io.sallyport.lang.TimeOrdered;
import io.sallyport.web.WebRequest;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes down what was done at the doors for people: a line in the log for everything (requirement AU26), and
/// an event for what concerns others than who did it.
///
/// Neither what was sent nor what was answered is written down, so nothing secret can get in; how things were
/// and are comes from a [Witness].
final class ActLog {
    private static final Logger LOG = LoggerFactory.getLogger(ActLog.class);
    private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9._:-]{1,128}");

    private final AdminEvents events;
    private final Clock clock;

    ActLog(AdminEvents events, Clock clock) {
        this.events = events;
        this.clock = clock;
    }

    /// Whether what a route does becomes an event.
    static boolean isEvent(JsonRoute route) {
        return route.permission() != Permission.SIGNED_IN;
    }

    /// @param answer what the route gave; names the thing that was made
    void done(JsonRoute route, JsonCall call, Json answer, Change change) {
        Act act = Act.of(route);
        AdminEvent event = event(act, call, answer, change);
        boolean isOwn = !isEvent(route);
        if (!isOwn) {
            events.record(event);
        }
        LOG.atInfo()
                .addKeyValue("actor", event.actor())
                .addKeyValue("action", event.action())
                .addKeyValue("resource", event.resourceId())
                .addKeyValue("tenant", event.tenant().map(TenantId::value).orElse(""))
                .log(isOwn ? "portal_event" : "admin_event");
    }

    private AdminEvent event(Act act, JsonCall call, Json answer, Change change) {
        Principal principal = call.principal();
        WebRequest request = call.request();
        Instant now = clock.instant();
        return new AdminEvent(
                TimeOrdered.uuid(now.toEpochMilli()),
                now,
                principal.name(),
                principal.user(),
                principal.key(),
                act.action(),
                act.type(),
                act.resource().map(call::path).orElseGet(() -> idIn(answer)),
                act.tenant().map(call::path).map(TenantId::new),
                act.rest(call::path),
                request.header("x-request-id")
                        .filter(id -> REQUEST_ID.matcher(id).matches()),
                request.remoteAddress(),
                change.before(),
                change.after());
    }

    /// The id of what was made, which the answer has itself or in the record it shows.
    static String idIn(Json answer) {
        if (!answer.isObject()) {
            return "";
        }
        return Optional.of(answer.get("id"))
                .filter(Json::isText)
                .or(() -> answer.fields().stream()
                        .map(field -> field.value())
                        .filter(Json::isObject)
                        .map(inner -> inner.get("id"))
                        .filter(Json::isText)
                        .findFirst())
                .map(Json::text)
                .orElse("");
    }
}
