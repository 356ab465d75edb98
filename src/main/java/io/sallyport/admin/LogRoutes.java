package io.sallyport.admin;

import static io.sallyport.identity.Permission.OPERATE;

import io.sallyport.door.Disclosure;
import io.sallyport.door.JsonCall;
import io.sallyport.door.JsonRoute;
import io.sallyport.journal.RequestDetail;
import io.sallyport.journal.RequestDetail.Bodies;
import io.sallyport.journal.RequestFilter.Field;
import io.sallyport.journal.RequestLog;
import io.sallyport.journal.RequestRow;
import io.sallyport.json.Json;
import io.sallyport.lang.Refusal.BadRequest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// The request log in numbered pages, with the paths and words of the older dashboard (requirements PG11, PG12).
public final class LogRoutes {
    private static final String HOME = "/api/request-logs";
    private static final int DEFAULT_LIMIT = 25;
    private static final int LARGEST_LIMIT = 200;

    private static final Map<String, Field> FIELDS = Map.of(
            "endpoint", Field.ENDPOINT, "method", Field.METHOD, "session_id", Field.SESSION, "model", Field.MODEL);

    private final RequestLog log;

    public LogRoutes(RequestLog log) {
        this.log = log;
    }

    public List<JsonRoute> list() {
        return List.of(
                JsonRoute.get(OPERATE, HOME, "List calls in numbered pages", LogPage.class, this::page),
                JsonRoute.get(OPERATE, HOME + "/{id}", "Show a call by its request id", LogDetail.class, this::detail));
    }

    private LogPage page(JsonCall call) {
        int page = positive(call, "page", 1, RequestLog.MOST_COUNTED);
        int limit = positive(call, "limit", DEFAULT_LIMIT, LARGEST_LIMIT);
        RequestLog.NumberedPage found = log.numbered(RequestRoutes.filter(call, FIELDS), page, limit);
        return new LogPage(
                page,
                limit,
                found.total(),
                found.rows().stream().map(LogRoutes::view).toList());
    }

    private Object detail(JsonCall call) {
        RequestDetail found = log.find(call.path("id")).orElseThrow(RequestRoutes::unknown);
        LogDetail shown = new LogDetail(
                view(found.request()),
                found.headers(),
                found.content().map(Bodies::requestBody),
                found.content().map(Bodies::responseBody));
        return found.content().isPresent() ? new Disclosure(shown) : shown;
    }

    private static int positive(JsonCall call, String name, int absent, int most) {
        int number = call.query(name, Integer::valueOf).orElse(absent);
        if (number < 1 || number > most) {
            throw new BadRequest("invalid_value", "The query parameter " + name + " must be 1 to " + most + ".", name)
                    .asException();
        }
        return number;
    }

    private static LogView view(RequestRow row) {
        return new LogView(
                row.id(),
                row.startedAt(),
                row.sessionId(),
                row.correlationId().orElse(row.id().toString()),
                row.path(),
                row.method(),
                row.status(),
                row.totalUs() / 1_000,
                row.providerKind().orElse(""),
                row.userAgent(),
                row.remoteAddress(),
                row.code().isEmpty() ? Optional.empty() : Optional.of(row.code()));
    }

    /// One numbered page.
    ///
    /// @param total calls that fit; 10000 stands for at least as many
    record LogPage(int page, int limit, int total, List<LogView> rows) {}

    /// One call in the words of the dashboard.
    record LogView(
            UUID id,
            Instant timestamp,
            Optional<String> sessionId,
            String requestId,
            String endpoint,
            String method,
            int statusCode,
            long latencyMs,
            String provider,
            Optional<String> userAgent,
            String remoteAddr,
            Optional<String> error) {}

    /// One call with what was kept of its headers and bodies.
    record LogDetail(
            LogView log, Optional<Json> requestHeaders, Optional<String> requestBody, Optional<String> responseBody) {}
}
