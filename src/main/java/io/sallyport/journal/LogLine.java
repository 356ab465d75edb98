package io.sallyport.journal;

import io.sallyport.identity.Caller;
import io.sallyport.inference.TokenUsage;
import io.sallyport.journal.CallRecord.Attempted;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/// One log line per finished call: facts as key and value, never a header, a body or a credential.
public final class LogLine implements JournalSink {
    private static final Logger LOG = LoggerFactory.getLogger("call");
    private static final int LONGEST = 256;
    private static final long MICROS_PER_MILLI = 1_000;

    private final HealthChecks healthChecks;

    public LogLine(HealthChecks healthChecks) {
        this.healthChecks = healthChecks;
    }

    @Override
    public void take(CallRecord call) {
        if (!LOG.isInfoEnabled() || healthChecks.skips(call)) {
            return;
        }
        LoggingEventBuilder line = LOG.atInfo();
        for (Map.Entry<String, Object> fact : facts(call).entrySet()) {
            line = line.addKeyValue(fact.getKey(), fact.getValue());
        }
        line.log("call");
    }

    private static Map<String, Object> facts(CallRecord call) {
        Map<String, Object> facts = new LinkedHashMap<>();
        putRequest(facts, call);
        call.caller().ifPresent(caller -> putCaller(facts, caller));
        if (!call.attempts().isEmpty()) {
            putTarget(facts, call.attempts().getLast());
        }
        putOutcome(facts, call);
        call.usage().ifPresent(usage -> putUsage(facts, usage));
        call.cost().known().ifPresent(cost -> facts.put("cost_usd", cost.toString()));
        return facts;
    }

    private static void putRequest(Map<String, Object> facts, CallRecord call) {
        facts.put("request_id", call.id().toString());
        facts.put("correlation_id", text(call.client().correlationId()));
        facts.put("method", text(call.client().method()));
        facts.put("path", text(call.client().path()));
        facts.put("remote", text(call.client().remoteAddress()));
        facts.put("operation", call.asked().operation().word());
        facts.put("model", text(call.asked().model()));
        facts.put("streamed", call.asked().streamed());
        if (!call.client().sessionId().isEmpty()) {
            facts.put("session_id", text(call.client().sessionId()));
        }
    }

    private static void putCaller(Map<String, Object> facts, Caller caller) {
        facts.put("tenant", caller.tenant().value());
        facts.put("project", caller.project().value());
        facts.put("principal", text(caller.name()));
        caller.key().ifPresent(key -> facts.put("key_id", key.value()));
        caller.user().ifPresent(user -> facts.put("user_id", user.value()));
    }

    private static void putTarget(Map<String, Object> facts, Attempted target) {
        facts.put("backend", text(target.backend()));
        facts.put("provider", text(target.kind()));
        facts.put("upstream_model", text(target.model()));
        facts.put("upstream_status", target.status());
    }

    private static void putOutcome(Map<String, Object> facts, CallRecord call) {
        facts.put("status", call.outcome().status());
        if (!call.outcome().code().isEmpty()) {
            facts.put("code", text(call.outcome().code()));
        }
        facts.put("attempts", call.attempts().size());
        facts.put("duration_ms", call.timing().total() / MICROS_PER_MILLI);
        if (call.timing().firstByte() >= 0) {
            facts.put("first_byte_ms", call.timing().firstByte() / MICROS_PER_MILLI);
        }
        facts.put("own_us", call.timing().own());
        facts.put("bytes_in", call.sizes().in());
        facts.put("bytes_out", call.sizes().out());
    }

    private static void putUsage(Map<String, Object> facts, TokenUsage usage) {
        facts.put("input_tokens", usage.prompt());
        facts.put("cached_input_tokens", usage.cachedInput());
        facts.put("output_tokens", usage.output());
        facts.put("usage_source", usage.source().name().toLowerCase(Locale.ROOT));
    }

    private static String text(String foreign) {
        return BoundedText.line(foreign, LONGEST);
    }
}
