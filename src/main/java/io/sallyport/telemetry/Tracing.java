package io.sallyport.telemetry;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.trace.IdGenerator;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.sallyport.lang.RequestId;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Sends finished spans to a collector in the background; switched off it is a real object that does nothing.
///
/// Threads: safe; recording a span never blocks, spans that do not fit into the queue are dropped.
public final class Tracing implements AutoCloseable {
    private static final ScopedValue<TraceContext> OWN = ScopedValue.newInstance();
    private static final Duration CLOSING = Duration.ofSeconds(5);

    private final @Nullable SdkTracerProvider provider;

    private Tracing(@Nullable SdkTracerProvider provider) {
        this.provider = provider;
    }

    public static Tracing off() {
        return new Tracing(null);
    }

    /// @param collector base URL of a collector that takes OTLP over HTTP; empty switches tracing off
    public static Tracing open(Optional<URI> collector, Service service) {
        if (collector.isEmpty()) {
            return off();
        }
        OtlpHttpSpanExporter exporter = OtlpHttpSpanExporter.builder()
                .setEndpoint(Otlp.endpoint(collector.get(), "/v1/traces"))
                .build();
        return new Tracing(SdkTracerProvider.builder()
                .setResource(Otlp.resource(service))
                .setIdGenerator(new OwnIds())
                .addSpanProcessor(BatchSpanProcessor.builder(exporter).build())
                .build());
    }

    public boolean isOn() {
        return provider != null;
    }

    /// The `traceparent` to send upstream: ours when we trace, else what the client sent, else none.
    public Optional<String> outgoing(RequestId id, String traceparent) {
        if (isOn()) {
            return Optional.of(TraceContext.of(id, traceparent).header());
        }
        return TraceContext.isValid(traceparent) ? Optional.of(traceparent) : Optional.empty();
    }

    public void record(FinishedSpan span) {
        if (provider == null || !span.context().sampled()) {
            return;
        }
        Tracer tracer = provider.get(Otlp.SCOPE);
        ScopedValue.where(OWN, span.context()).run(() -> emit(tracer, span));
    }

    /// Sends what is queued; waits for it.
    public void flush() {
        if (provider != null) {
            provider.forceFlush().join(CLOSING.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void close() {
        if (provider != null) {
            provider.shutdown().join(CLOSING.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private static void emit(Tracer tracer, FinishedSpan span) {
        SpanBuilder builder = tracer.spanBuilder(span.name())
                .setParent(parent(span.context()))
                .setSpanKind(kind(span.side()))
                .setStartTimestamp(span.start());
        span.words().forEach((name, value) -> builder.setAttribute(name, value));
        span.numbers().forEach((name, value) -> builder.setAttribute(AttributeKey.longKey(name), value));
        Span started = builder.startSpan();
        if (!span.error().isEmpty()) {
            started.setAttribute("error.type", span.error());
            started.setStatus(StatusCode.ERROR);
        }
        started.end(span.end());
    }

    private static SpanKind kind(FinishedSpan.Side side) {
        return switch (side) {
            case SERVER -> SpanKind.SERVER;
            case CLIENT -> SpanKind.CLIENT;
            case INSIDE -> SpanKind.INTERNAL;
        };
    }

    private static Context parent(TraceContext context) {
        if (context.parentSpanId().isEmpty()) {
            return Context.root();
        }
        SpanContext caller = SpanContext.createFromRemoteParent(
                context.traceId(), context.parentSpanId(), TraceFlags.getSampled(), TraceState.getDefault());
        return Context.root().with(Span.wrap(caller));
    }

    /// Gives a span the ids its context already has.
    private static final class OwnIds implements IdGenerator {
        @Override
        public String generateSpanId() {
            return OWN.get().spanId();
        }

        @Override
        public String generateTraceId() {
            return OWN.get().traceId();
        }
    }
}
