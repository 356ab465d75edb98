package io.sallyport.admin;

import static io.sallyport.identity.Permission.OPERATE;

import io.sallyport.door.Disclosure;
import io.sallyport.door.JsonCall;
import io.sallyport.door.JsonRoute;
import io.sallyport.door.QueryWords;
import io.sallyport.journal.RequestDetail;
import io.sallyport.journal.RequestFilter;
import io.sallyport.journal.RequestFilter.Field;
import io.sallyport.journal.RequestLog;
import io.sallyport.journal.RequestRow;
import io.sallyport.lang.Money;
import io.sallyport.lang.Refusal.NotFound;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// The request log for operators.
public final class RequestRoutes {
    private static final String HOME = "/admin/api/requests";

    /// Query parameters that ask for an exact text.
    static final Map<String, Field> FIELDS = Map.ofEntries(
            Map.entry("key", Field.KEY),
            Map.entry("user", Field.USER),
            Map.entry("backend_profile", Field.BACKEND_PROFILE),
            Map.entry("end_user", Field.END_USER),
            Map.entry("end_user_email", Field.END_USER_EMAIL),
            Map.entry("principal", Field.PRINCIPAL),
            Map.entry("model", Field.MODEL),
            Map.entry("backend", Field.BACKEND),
            Map.entry("endpoint", Field.ENDPOINT),
            Map.entry("operation", Field.OPERATION),
            Map.entry("method", Field.METHOD),
            Map.entry("session", Field.SESSION),
            Map.entry("purpose", Field.PURPOSE));

    private final RequestLog log;

    public RequestRoutes(RequestLog log) {
        this.log = log;
    }

    public List<JsonRoute> list() {
        return List.of(
                JsonRoute.get(OPERATE, HOME, "List calls, newest first", RequestPage.class, this::page),
                JsonRoute.get(OPERATE, HOME + "/{id}", "Show a call", RequestDetail.class, this::detail));
    }

    private RequestPage page(JsonCall call) {
        RequestFilter filter = narrowed(filter(call, FIELDS), call);
        Optional<UUID> cursor = call.query("cursor", UUID::fromString);
        RequestLog.Page page =
                cursor.isPresent() ? log.before(filter, cursor.get(), call.limit()) : log.newest(filter, call.limit());
        return new RequestPage(page.rows(), page.next());
    }

    /// What only the database can be asked for.
    private static RequestFilter narrowed(RequestFilter filter, JsonCall call) {
        Optional<String> guardrail = call.query("guardrail");
        Optional<Duration> time = call.query("min_ms", text -> Duration.ofMillis(Long.parseLong(text)));
        Optional<Money> cost = call.query("min_cost", RequestRoutes::dollars);
        RequestFilter held = guardrail.isPresent() ? filter.heldUpBy(guardrail.get()) : filter;
        RequestFilter slow = time.isPresent() ? held.slowerThan(time.get()) : held;
        return cost.isPresent() ? slow.dearerThan(cost.get()) : slow;
    }

    /// Bounded, as an exponent could ask for a number of any length.
    private static Money dollars(String text) {
        if (!text.matches("[0-9]{1,9}(\\.[0-9]{1,12})?")) {
            throw new IllegalArgumentException("must be dollars such as 0.05");
        }
        return Money.ofDollars(new BigDecimal(text));
    }

    private Object detail(JsonCall call) {
        RequestDetail found = log.find(call.path("id")).orElseThrow(RequestRoutes::unknown);
        return found.content().isPresent() ? new Disclosure(found) : found;
    }

    /// The filter that the query parameters of a call ask for.
    static RequestFilter filter(JsonCall call, Map<String, Field> fields) {
        RequestFilter filter = RequestFilter.ALL;
        for (Map.Entry<String, Field> field : fields.entrySet()) {
            Optional<String> value = call.query(field.getKey());
            filter = value.isPresent() ? filter.with(field.getValue(), value.get()) : filter;
        }
        Optional<Instant> from = QueryWords.instant(call, "from");
        Optional<Instant> to = QueryWords.instant(call, "to");
        Optional<Integer> status = call.query("status", Integer::valueOf);
        Optional<Boolean> success = call.query("success", QueryWords::truth);
        filter = from.isPresent() ? filter.from(from.get()) : filter;
        filter = to.isPresent() ? filter.to(to.get()) : filter;
        filter = status.isPresent() ? filter.withStatus(status.get()) : filter;
        return success.isPresent() ? (success.get() ? filter.succeeded() : filter.failed()) : filter;
    }

    static RuntimeException unknown() {
        return new NotFound("not_found", "There is no such call.").asException();
    }

    /// Some calls, and the value of `cursor` for the next ones.
    record RequestPage(List<RequestRow> data, Optional<UUID> nextCursor) {}
}
