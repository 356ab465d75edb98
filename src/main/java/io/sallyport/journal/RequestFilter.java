package io.sallyport.journal;

import io.sallyport.lang.Money;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/// Which calls to list; each `with` narrows it.
///
/// Conditions are fixed words of this class; what people typed is bound, never part of the SQL.
public final class RequestFilter {
    /// All calls.
    public static final RequestFilter ALL = new RequestFilter(Map.of(), Map.of());

    private final Map<String, String> conditions;
    private final Map<String, Object> values;

    private RequestFilter(Map<String, String> conditions, Map<String, Object> values) {
        this.conditions = Map.copyOf(conditions);
        this.values = Map.copyOf(values);
    }

    /// Only calls whose field is exactly this.
    public RequestFilter with(Field field, String text) {
        return and("r." + field.column + " = :" + field.column, field.column, text);
    }

    /// Only calls the client saw with this HTTP status.
    public RequestFilter withStatus(int status) {
        return and("r.status = :status", "status", status);
    }

    /// Only calls that failed.
    public RequestFilter failed() {
        return and("not r.success", "failed", true);
    }

    /// Only calls that went well.
    public RequestFilter succeeded() {
        return and("r.success", "succeeded", true);
    }

    /// Only calls of one conversation: the session, or the chat that a trusted program named where there is
    /// none.
    public RequestFilter inThread(String thread) {
        return and(
                "(r.session_id = :thread or (r.session_id is null and r.end_user_chat = :thread))", "thread", thread);
    }

    /// Only calls that a guardrail did not simply let pass.
    public RequestFilter heldUpBy(String guardrail) {
        return and(
                "r.id in (select g.request_id from guardrail_run g where g.name = :guardrail and g.result <> 'passed')",
                "guardrail",
                guardrail);
    }

    /// Only calls that took at least so long.
    public RequestFilter slowerThan(Duration time) {
        return and("r.total_us >= :slower", "slower", TimeUnit.MICROSECONDS.convert(time));
    }

    /// Only calls that cost at least so much.
    public RequestFilter dearerThan(Money cost) {
        return and(
                "exists (select from usage_record c where c.request_id = r.id and c.cost_pico_usd >= :dearer)",
                "dearer",
                cost.picoDollars());
    }

    /// Only calls from this moment on.
    public RequestFilter from(Instant moment) {
        return and("r.id >= request_id_floor(:from)", "from", moment);
    }

    /// Only calls before this moment.
    public RequestFilter to(Instant moment) {
        return and("r.id < request_id_floor(:to)", "to", moment);
    }

    /// The SQL condition over `request_log r`.
    String conditions() {
        return conditions.isEmpty() ? "true" : String.join(" and ", new TreeMap<>(conditions).values());
    }

    /// What is asked for by its name: a [Field]'s column, `status`, `thread`, `guardrail`, `slower` in
    /// microseconds, `dearer` in pico-dollars, `from`, `to`; and `failed` or `succeeded`, which are true.
    public Map<String, Object> values() {
        return values;
    }

    private RequestFilter and(String condition, String name, Object value) {
        Map<String, String> moreConditions = new LinkedHashMap<>(conditions);
        Map<String, Object> moreValues = new HashMap<>(values);
        moreConditions.put(name, condition);
        moreValues.put(name, value);
        return new RequestFilter(moreConditions, moreValues);
    }

    /// What can be asked for by its exact text.
    public enum Field {
        /// Id of an API key.
        KEY("key_id"),
        /// Id of a person.
        USER("user_id"),
        /// Id of the backend profile of the key.
        BACKEND_PROFILE("backend_profile_id"),
        /// Id of whom a trusted caller named behind the call.
        END_USER("end_user_id"),
        /// E-mail address of whom a trusted caller named behind the call.
        END_USER_EMAIL("end_user_email"),
        /// Name of the caller.
        PRINCIPAL("principal"),
        /// What the client put in `model`.
        MODEL("model"),
        BACKEND("backend"),
        /// Path of the call.
        ENDPOINT("path"),
        OPERATION("operation"),
        METHOD("method"),
        /// What groups the calls of one conversation.
        SESSION("session_id"),
        /// Why the gateway made the call itself.
        PURPOSE("purpose");

        private final String column;

        Field(String column) {
            this.column = column;
        }
    }
}
