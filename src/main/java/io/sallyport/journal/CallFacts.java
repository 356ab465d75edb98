package io.sallyport.journal;

import io.sallyport.dialect.Loss;
import io.sallyport.identity.Caller;
import io.sallyport.identity.EndUser;
import io.sallyport.inference.TokenUsage;
import io.sallyport.journal.CallRecord.Attempted;
import io.sallyport.journal.CallRecord.Purpose;
import io.sallyport.lang.Allowed;
import io.sallyport.lang.BackendProfileId;
import io.sallyport.lang.Cost;
import io.sallyport.lang.Money;
import io.sallyport.telemetry.TraceContext;
import java.util.Optional;
import java.util.stream.Collectors;

/// What a log line says of a finished call: never a header, a body or a credential.
final class CallFacts {
    private static final int LONGEST = 256;
    private static final long MICROS_PER_MILLI = 1_000;

    private CallFacts() {}

    /// A line that is being put together.
    @Allowed(rule = "booleans", reason = "put(name, boolean) writes a value; it is not a flag")
    interface Line {
        void put(String name, String value);

        /// @param value is known to be ASCII without anything that JSON escapes, for example an id
        default void word(String name, String value) {
            put(name, value);
        }

        void put(String name, long value);

        void put(String name, boolean value);
    }

    /// @param capture the end user is named only where headers may be kept, too
    static void write(CallRecord call, Capture capture, Line to) {
        request(call, to);
        if (call.caller().isPresent()) {
            caller(call.caller().get(), to);
        }
        if (capture != Capture.NONE && call.endUser().isPresent()) {
            endUser(call.endUser().get(), to);
        }
        if (!call.attempts().isEmpty()) {
            target(call.attempts().getLast(), to);
        }
        outcome(call, to);
        if (call.usage().isPresent()) {
            usage(call.usage().get(), to);
        }
        if (!call.warnings().isEmpty()) {
            to.put("losses", call.warnings().stream().map(Loss::toString).collect(Collectors.joining(", ")));
        }
        if (call.cost() instanceof Cost.Known(Money amount)) {
            to.put("cost_usd", amount.toString());
        }
    }

    private static void request(CallRecord call, Line to) {
        String id = call.id().toString();
        to.word("request_id", id);
        if (call.client().correlationId().equals(id)) {
            to.word("correlation_id", id);
        } else {
            to.put("correlation_id", text(call.client().correlationId()));
        }
        TraceContext trace = TraceContext.of(call.id(), call.client().traceparent());
        to.word("trace_id", trace.traceId());
        to.word("span_id", trace.spanId());
        to.put("method", text(call.client().method()));
        to.put("path", text(call.client().path()));
        if (!call.client().remoteAddress().isEmpty()) {
            to.put("remote", text(call.client().remoteAddress()));
        }
        to.word("operation", call.asked().operation().word());
        to.put("model", text(call.asked().model()));
        to.put("streamed", call.asked().streamed());
        if (call.purpose() != Purpose.CLIENT) {
            to.put("purpose", call.purpose().word());
        }
        if (!call.client().sessionId().isEmpty()) {
            to.put("session_id", text(call.client().sessionId()));
        }
    }

    private static void caller(Caller caller, Line to) {
        to.word("tenant", caller.tenant().value());
        to.word("project", caller.project().value());
        to.put("principal", text(caller.name()));
        if (caller.key().isPresent()) {
            to.word("key_id", caller.key().get().value());
        }
        if (caller.user().isPresent()) {
            to.word("user_id", caller.user().get().value());
        }
        Optional<BackendProfileId> profile = caller.reach().profile();
        if (profile.isPresent()) {
            to.word("backend_profile_id", profile.get().value());
        }
    }

    private static void endUser(EndUser user, Line to) {
        to.put("end_user", text(user.identity()));
        if (!user.email().isEmpty()) {
            to.put("end_user_email", text(user.email()));
        }
    }

    private static void target(Attempted target, Line to) {
        to.put("backend", text(target.backend()));
        to.put("provider", text(target.kind()));
        to.put("upstream_model", text(target.model()));
        to.put("upstream_status", target.status());
    }

    private static void outcome(CallRecord call, Line to) {
        to.put("status", call.outcome().status());
        if (!call.outcome().code().isEmpty()) {
            to.put("code", text(call.outcome().code()));
        }
        to.put("attempts", call.attempts().size());
        to.put("duration_ms", call.timing().total() / MICROS_PER_MILLI);
        if (call.timing().firstByte() >= 0) {
            to.put("first_byte_ms", call.timing().firstByte() / MICROS_PER_MILLI);
        }
        to.put("own_us", call.timing().own());
        to.put("bytes_in", call.sizes().in());
        to.put("bytes_out", call.sizes().out());
    }

    private static void usage(TokenUsage usage, Line to) {
        to.put("input_tokens", usage.prompt());
        to.put("cached_input_tokens", usage.cachedInput());
        to.put("output_tokens", usage.output());
        to.word("usage_source", usage.source().word());
    }

    private static String text(String foreign) {
        return BoundedText.line(foreign, LONGEST);
    }
}
