package io.sallyport.journal;

import io.sallyport.database.Database;
import io.sallyport.json.Json;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/// Reads the request log for operators.
///
/// Threads: safe; every method blocks. Meant for a pool of connections of its own, so that a console cannot
/// take those of the traffic.
public final class RequestLog {
    /// Rows of one page, and how far back numbered pages reach.
    public static final int MOST_ROWS = 1_000;

    public static final int MOST_COUNTED = 10_000;

    /// Calls of one step by which is told how long calls took.
    static final int MOST_TIMED = 1_000;

    private final Database database;

    public RequestLog(Database database) {
        this.database = database;
    }

    /// The newest calls.
    public Page newest(RequestFilter filter, int limit) {
        return page(limit, table -> table.page(filter.conditions(), filter.values(), limit + 1, 0));
    }

    /// The calls before the last one of another page.
    public Page before(RequestFilter filter, UUID cursor, int limit) {
        return page(limit, table -> table.pageBefore(filter.conditions(), filter.values(), cursor, limit + 1));
    }

    /// A numbered page.
    ///
    /// @param number counted from one
    public NumberedPage numbered(RequestFilter filter, int number, int limit) {
        String conditions = filter.conditions();
        int offset = Math.min(Math.multiplyExact(number - 1, limit), MOST_COUNTED);
        return read(table -> new NumberedPage(
                number,
                limit,
                table.count(conditions, filter.values(), MOST_COUNTED),
                table.page(conditions, filter.values(), limit, offset)));
    }

    /// One call by our id, or the newest with this id of the client.
    public Optional<RequestDetail> find(String id) {
        return read(table -> uuid(id).flatMap(table::byId)
                .or(() -> table.newestByCorrelation(id))
                .map(row -> detail(table, row)));
    }

    /// How many calls there were in each step of a time.
    public CallTimeline timeline(RequestFilter filter, CallTimeline.Span span) {
        RequestFilter within = filter.from(span.from()).to(span.to());
        Map<Integer, CallTimeline.Bar> bars = new HashMap<>();
        read(table -> table.bars(
                        within.conditions(),
                        within.values(),
                        span.from(),
                        span.step().toSeconds()))
                .forEach(bar -> bars.put(
                        bar.step(), new CallTimeline.Bar(span.start(bar.step()), bar.calls(), bar.failures())));
        return CallTimeline.of(span, bars);
    }

    /// How long calls took, by the newest [#MOST_TIMED] of each step.
    public CallSpeed speed(CallTimeline.Span span) {
        return read(table -> table.speed(span.from(), span.steps(), span.step().toSeconds(), MOST_TIMED));
    }

    /// Conversations with at least one call that fits, the one with the newest first.
    public List<CallThread> threads(RequestFilter filter, int limit) {
        return read(table -> table.threads(filter.conditions(), filter.values(), limit));
    }

    private static RequestDetail detail(RequestLogTable table, RequestRow row) {
        return new RequestDetail(
                row,
                table.headers(row.id()).map(Json::parse),
                table.decision(row.id()).map(Json::parse),
                table.attempts(row.id()),
                table.bodies(row.id()));
    }

    private Page page(int limit, Function<RequestLogTable, List<RequestRow>> query) {
        List<RequestRow> rows = read(query);
        return rows.size() <= limit
                ? new Page(rows, Optional.empty())
                : new Page(
                        rows.subList(0, limit), Optional.of(rows.get(limit - 1).id()));
    }

    private <T> T read(Function<RequestLogTable, T> query) {
        return database.inTransaction(transaction -> {
            RequestLogTable table = transaction.attach(RequestLogTable.class);
            table.planEachTime();
            return query.apply(table);
        });
    }

    private static Optional<UUID> uuid(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /// One page of calls, newest first.
    ///
    /// @param next cursor of the page after this one; empty on the last page
    public record Page(List<RequestRow> rows, Optional<UUID> next) {}

    /// One numbered page, newest first.
    ///
    /// @param total calls that fit the filter; [#MOST_COUNTED] stands for at least as many
    public record NumberedPage(int page, int limit, int total, List<RequestRow> rows) {}
}
