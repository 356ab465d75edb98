package io.sallyport.testkit;

import io.sallyport.lang.Bytes;
import io.sallyport.net.OutboundFailure;
import io.sallyport.net.OutboundRequest;
import io.sallyport.net.OutboundResponse;
import io.sallyport.net.OutboundSettings;
import io.sallyport.net.Outbounds;
import io.sallyport.provider.BackendCalls;
import io.sallyport.transport.EventLoops;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/// Calls over our own HTTP client, and a scripted upstream to call.
public final class UpstreamCalls implements AutoCloseable {
    /// Patience no test should need.
    public static final Duration LONG = Duration.ofSeconds(30);

    private static final int LIMIT = 10_000_000;

    private final EventLoops loops = EventLoops.start(1);
    private final Outbounds outbounds;
    private final ScriptedUpstream upstream = ScriptedUpstream.start();

    public UpstreamCalls() {
        this(OutboundSettings.DEFAULT);
    }

    public UpstreamCalls(OutboundSettings settings) {
        this.outbounds = new Outbounds(loops, settings);
    }

    public ScriptedUpstream upstream() {
        return upstream;
    }

    public Outbounds outbounds() {
        return outbounds;
    }

    /// The same client for calls to backends.
    public BackendCalls backends(Clock clock) {
        return new BackendCalls(loops, outbounds, clock);
    }

    public CompletableFuture<OutboundResponse> send(OutboundRequest request) {
        return outbounds.send(request);
    }

    /// The whole answer.
    public CompletableFuture<Bytes> whole(OutboundRequest request) {
        return whole(request, LIMIT, LONG);
    }

    private CompletableFuture<Bytes> whole(OutboundRequest request, int limit, Duration idle) {
        return send(request).thenCompose(response -> response.whole(limit, idle));
    }

    /// The text of the whole answer.
    public String answer(OutboundRequest request) {
        return whole(request).join().text();
    }

    /// @param limit bytes
    /// @param idle longest silence within the body
    public String answer(OutboundRequest request, int limit, Duration idle) {
        return whole(request, limit, idle).join().text();
    }

    /// What went wrong on the way to a whole answer.
    public OutboundFailure failure(OutboundRequest request) {
        return failure(request, LIMIT, LONG);
    }

    /// What went wrong on the way to a whole answer.
    ///
    /// @param limit bytes
    /// @param idle longest silence within the body
    public OutboundFailure failure(OutboundRequest request, int limit, Duration idle) {
        return (OutboundFailure) cause(whole(request, limit, idle));
    }

    /// What a future failed with.
    public static Throwable cause(CompletableFuture<?> future) {
        return future.handle(
                        (_, failure) -> failure instanceof CompletionException wrapped ? wrapped.getCause() : failure)
                .join();
    }

    @Override
    public void close() {
        outbounds.close();
        loops.close();
        upstream.close();
    }
}
