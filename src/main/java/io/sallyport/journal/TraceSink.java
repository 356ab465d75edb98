package io.sallyport.journal;

import io.sallyport.identity.Caller;
import io.sallyport.inference.TokenUsage;
import io.sallyport.journal.CallRecord.Attempted;
import io.sallyport.lang.RequestId;
import io.sallyport.telemetry.FinishedSpan;
import io.sallyport.telemetry.FinishedSpan.Side;
import io.sallyport.telemetry.GenAi;
import io.sallyport.telemetry.TraceContext;
import io.sallyport.telemetry.Tracing;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Turns every finished call into spans: one for the call, and under it one for each stage it came through, one
/// for each attempt and one for the answer (requirement OB19).
///
/// Spans hold what the request log holds and never a prompt or an answer.
public final class TraceSink implements JournalSink {
    /// Attempts are numbered from zero; no call has so many.
    private static final int FIRST_STAGE = 1_000;

    private final Tracing tracing;

    public TraceSink(Tracing tracing) {
        this.tracing = tracing;
    }

    @Override
    public void take(CallRecord call) {
        if (!tracing.isOn()) {
            return;
        }
        TraceContext context = TraceContext.of(call.id(), call.client().traceparent());
        if (!context.sampled()) {
            return;
        }
        Instant start = call.timing().started();
        tracing.record(new FinishedSpan(
                context,
                Side.SERVER,
                name(call, call.asked().model()),
                start,
                call.timing().ended(),
                words(call),
                numbers(call),
                error(call)));
        stages(call, context);
        // Attempts follow each other, so the time of each begins where the one before ended.
        Instant begin = start.plus(call.timing().own(), ChronoUnit.MICROS);
        for (int at = 0; at < call.attempts().size(); at++) {
            Attempted attempt = call.attempts().get(at);
            Instant end = begin.plusMillis(attempt.millis());
            tracing.record(attempt(call, attempt, under(context, call.id(), at), List.of(begin, end)));
            begin = end;
        }
    }

    @Override
    public boolean readsStages() {
        return tracing.isOn();
    }

    /// Each stage begins where the one before it ended; after the last one comes the answer.
    private void stages(CallRecord call, TraceContext context) {
        Instant start = call.timing().started();
        int number = FIRST_STAGE;
        long from = 0;
        for (CallStage stage : CallStage.values()) {
            if (call.timing().stages().has(stage)) {
                long to = call.timing().stages().end(stage);
                stage(stage.word(), under(context, call.id(), number++), start, from, to);
                from = to;
            }
        }
        if (call.timing().firstByte() >= 0) {
            TraceContext own = under(context, call.id(), number);
            stage("answer", own, start, call.timing().firstByte(), call.timing().total());
        }
    }

    /// @param from microseconds after the start
    private void stage(String name, TraceContext context, Instant start, long from, long to) {
        tracing.record(new FinishedSpan(
                context,
                Side.INSIDE,
                name,
                start.plus(from, ChronoUnit.MICROS),
                start.plus(to, ChronoUnit.MICROS),
                Map.of(),
                Map.of(),
                ""));
    }

    private static FinishedSpan attempt(
            CallRecord call, Attempted attempt, TraceContext context, List<Instant> beginAndEnd) {
        Map<String, String> words = new LinkedHashMap<>();
        words.put(GenAi.OPERATION, operation(call));
        words.put(GenAi.PROVIDER, attempt.kind());
        words.put(GenAi.REQUEST_MODEL, attempt.model());
        words.put("sallyport.backend", attempt.backend());
        Map<String, Long> numbers =
                attempt.status() == 0 ? Map.of() : Map.of("http.response.status_code", (long) attempt.status());
        return new FinishedSpan(
                context,
                Side.CLIENT,
                name(call, attempt.model()),
                beginAndEnd.getFirst(),
                beginAndEnd.getLast(),
                words,
                numbers,
                attempt.code());
    }

    private static TraceContext under(TraceContext parent, RequestId id, int number) {
        String own = HexFormat.of().toHexDigits(id.value().getLeastSignificantBits() + number + 1);
        return new TraceContext(parent.traceId(), own, parent.spanId(), true);
    }

    private static Map<String, String> words(CallRecord call) {
        Map<String, String> words = new LinkedHashMap<>();
        words.put("http.request.method", call.client().method());
        words.put("url.path", call.client().path());
        words.put("sallyport.request_id", call.id().toString());
        words.put(GenAi.OPERATION, operation(call));
        put(words, GenAi.REQUEST_MODEL, call.asked().model());
        put(words, GenAi.CONVERSATION, call.client().sessionId());
        if (!call.attempts().isEmpty()) {
            Attempted last = call.attempts().getLast();
            put(words, GenAi.PROVIDER, last.kind());
            put(words, GenAi.RESPONSE_MODEL, last.model());
            put(words, "sallyport.backend", last.backend());
        }
        if (call.caller().isPresent()) {
            Caller caller = call.caller().get();
            caller.user().ifPresent(user -> words.put("enduser.id", user.value()));
            caller.key().ifPresent(key -> words.put("sallyport.api_key", key.value()));
        }
        return words;
    }

    private static Map<String, Long> numbers(CallRecord call) {
        Map<String, Long> numbers = new LinkedHashMap<>();
        numbers.put("http.response.status_code", (long) call.outcome().status());
        if (call.usage().isPresent()) {
            TokenUsage usage = call.usage().get();
            numbers.put(GenAi.INPUT_TOKENS, usage.prompt());
            numbers.put(GenAi.OUTPUT_TOKENS, usage.output());
            numbers.put(GenAi.CACHED_TOKENS, usage.cachedInput());
            numbers.put(GenAi.CACHE_WRITE_TOKENS, usage.cacheWrite());
        }
        return numbers;
    }

    /// The words of the conventions where they have one, ours elsewhere.
    private static String operation(CallRecord call) {
        return switch (call.asked().operation()) {
            case CHAT, MESSAGE, RESPONSE -> "chat";
            case CONTENT -> "generate_content";
            case COMPLETION -> "text_completion";
            case EMBEDDING -> "embeddings";
            default -> call.asked().operation().word();
        };
    }

    private static String name(CallRecord call, String model) {
        return model.isEmpty() ? operation(call) : operation(call) + " " + model;
    }

    private static String error(CallRecord call) {
        if (call.outcome().isSuccess()) {
            return "";
        }
        return call.outcome().code().isEmpty()
                ? Integer.toString(call.outcome().status())
                : call.outcome().code();
    }

    private static void put(Map<String, String> words, String name, String value) {
        if (!value.isEmpty()) {
            words.put(name, value);
        }
    }
}
