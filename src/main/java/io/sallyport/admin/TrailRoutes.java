package io.sallyport.admin;

import static io.sallyport.identity.Permission.OPERATE;

import io.sallyport.door.Disclosure;
import io.sallyport.door.Download;
import io.sallyport.door.JsonCall;
import io.sallyport.door.JsonRoute;
import io.sallyport.door.QueryWords;
import io.sallyport.journal.AdminEvent;
import io.sallyport.journal.AdminEventFilter;
import io.sallyport.journal.AdminEvents;
import io.sallyport.journal.CallThread;
import io.sallyport.journal.CallTimeline;
import io.sallyport.journal.CallTimeline.Bar;
import io.sallyport.journal.RequestDetail;
import io.sallyport.journal.RequestFilter;
import io.sallyport.journal.RequestLog;
import io.sallyport.journal.RequestRow;
import io.sallyport.journal.audit.AuditReader;
import io.sallyport.journal.audit.TrailFile;
import io.sallyport.journal.audit.Unanswered;
import io.sallyport.json.JsonCodec;
import io.sallyport.lang.Bytes;
import io.sallyport.lang.Refusal.BadRequest;
import io.sallyport.lang.Refusal.Unavailable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/// The audit trail for operators: search, a histogram, conversations, one call, and a file to take away
/// (requirement AP9). It is read from OpenSearch, or from the request log where there is none.
public final class TrailRoutes {
    private static final String HOME = "/admin/api/audit";
    private static final Duration USUAL_TIME = Duration.ofDays(1);
    private static final int MOST_LINES = 50_000;
    private static final int PAGE = 1_000;

    private final AuditReader trail;
    private final AdminEvents events;
    private final Clock clock;

    public TrailRoutes(AuditReader trail, AdminEvents events, Clock clock) {
        this.trail = trail;
        this.events = events;
        this.clock = clock;
    }

    public List<JsonRoute> list() {
        return List.of(
                JsonRoute.get(
                        OPERATE, HOME + "/search", "Search the audit trail, newest first", TrailPage.class, this::page),
                JsonRoute.get(
                        OPERATE, HOME + "/histogram", "Count calls over time", TrailHistogram.class, this::histogram),
                JsonRoute.get(
                        OPERATE,
                        HOME + "/threads",
                        "List conversations, newest first",
                        ThreadPage.class,
                        this::threads),
                JsonRoute.get(
                        OPERATE,
                        HOME + "/requests/{id}",
                        "Show a call of the audit trail",
                        RequestDetail.class,
                        this::detail),
                JsonRoute.get(
                        OPERATE,
                        HOME + "/export",
                        "Take calls or admin events away as a file whose lines are chained",
                        TrailPage.class,
                        this::export));
    }

    private TrailPage page(JsonCall call) {
        Optional<UUID> cursor = call.query("cursor", UUID::fromString);
        RequestLog.Page page = answered(() -> trail.page(filter(call), cursor, call.limit()));
        return new TrailPage(trail.source(), page.rows(), page.next());
    }

    private TrailHistogram histogram(JsonCall call) {
        Instant to = QueryWords.instant(call, "to").orElseGet(clock::instant);
        Instant from = QueryWords.instant(call, "from").orElseGet(() -> to.minus(USUAL_TIME));
        CallTimeline timeline = answered(() -> trail.timeline(filter(call), span(from, to)));
        return new TrailHistogram(trail.source(), timeline.stepSeconds(), timeline.bars());
    }

    private static CallTimeline.Span span(Instant from, Instant to) {
        try {
            return CallTimeline.Span.of(from, to);
        } catch (IllegalArgumentException e) {
            throw new BadRequest(
                            "invalid_value", "The time must end after it begins, and be of two years at most.", "from")
                    .asException();
        }
    }

    private ThreadPage threads(JsonCall call) {
        return new ThreadPage(trail.source(), answered(() -> trail.threads(filter(call), call.limit())));
    }

    private Object detail(JsonCall call) {
        UUID id = call.path("id", UUID::fromString, "call");
        RequestDetail found = answered(() -> trail.find(id)).orElseThrow(RequestRoutes::unknown);
        return found.content().isPresent() ? new Disclosure(found) : found;
    }

    /// What the requests page can be asked for, and the conversation.
    private static RequestFilter filter(JsonCall call) {
        RequestFilter filter = RequestRoutes.filter(call, RequestRoutes.FIELDS);
        return call.query("thread").map(filter::inThread).orElse(filter);
    }

    private Disclosure export(JsonCall call) {
        String of = call.query("of").orElse("calls");
        TrailFile.Ended file = file(of, call).end();
        return new Disclosure(
                new Download("audit-" + of + ".ndjson", "application/x-ndjson", Bytes.of(file.text())), file.hash());
    }

    private TrailFile file(String of, JsonCall call) {
        Instant now = clock.instant();
        return switch (of) {
            case "calls" -> {
                TrailFile file = new TrailFile("calls", now, trail.source());
                addCalls(file, call);
                yield file;
            }
            case "events" -> {
                TrailFile file = new TrailFile("events", now, "postgresql");
                addEvents(file, call);
                yield file;
            }
            default ->
                throw new BadRequest("invalid_value", "The query parameter of is calls or events.", "of").asException();
        };
    }

    private void addCalls(TrailFile file, JsonCall call) {
        RequestFilter filter = filter(call);
        Optional<UUID> next = Optional.empty();
        do {
            Optional<UUID> before = next;
            RequestLog.Page page = answered(() -> trail.page(filter, before, PAGE));
            page.rows().forEach(row -> file.add(JsonCodec.write(row)));
            next = page.next();
        } while (next.isPresent() && fits(file));
    }

    private void addEvents(TrailFile file, JsonCall call) {
        AdminEventFilter filter = EventRoutes.filter(call);
        Optional<UUID> next = Optional.empty();
        do {
            AdminEvents.Page page = events.list(filter, next, PAGE);
            page.events().forEach((AdminEvent event) -> file.add(JsonCodec.write(event)));
            next = page.next();
        } while (next.isPresent() && fits(file));
    }

    private static boolean fits(TrailFile file) {
        if (file.records() >= MOST_LINES) {
            throw new BadRequest("too_much", "A file takes " + MOST_LINES + " lines; choose a shorter time.", "from")
                    .asException();
        }
        return true;
    }

    /// Errors: Unavailable when OpenSearch does not answer.
    private static <T> T answered(Supplier<T> question) {
        try {
            return question.get();
        } catch (Unanswered e) {
            throw new Unavailable("audit_store_unavailable", "OpenSearch " + e.reason() + ".").asException();
        }
    }

    /// Some calls, and the value of `cursor` for the next ones.
    ///
    /// @param source where they were found: `opensearch` or `postgresql`
    record TrailPage(String source, List<RequestRow> data, Optional<UUID> nextCursor) {}

    /// Calls over time.
    record TrailHistogram(String source, long stepSeconds, List<Bar> bars) {}

    /// Conversations.
    record ThreadPage(String source, List<CallThread> data) {}
}
