package io.sallyport.net;

import io.sallyport.lang.Bytes;
import io.sallyport.net.OutboundFailure.Kind;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Sends small requests and waits for the whole answer, for code that is written as a sequence.
///
/// Threads: blocks; for virtual threads, never for event loops.
public final class BlockingOutbound {
    private final Outbound outbound;
    private final int largest;
    private final Duration patience;

    /// @param largest most bytes of a body
    /// @param patience from sending to the last byte
    public BlockingOutbound(Outbound outbound, int largest, Duration patience) {
        this.outbound = outbound;
        this.largest = largest;
        this.patience = patience;
    }

    /// Errors: OutboundFailure.
    public WholeAnswer send(OutboundRequest request) {
        long end = System.nanoTime() + patience.toNanos();
        try {
            return send(request, end);
        } catch (OutboundFailure e) {
            if (e.isStale()) {
                return send(request, end);
            }
            throw e;
        }
    }

    private WholeAnswer send(OutboundRequest request, long end) {
        OutboundResponse response = await(outbound.send(request), end);
        Bytes body = await(response.whole(largest, patience), end);
        return new WholeAnswer(response.status(), body);
    }

    private static <T> T await(CompletableFuture<T> future, long end) {
        try {
            return future.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof OutboundFailure failure
                    ? failure
                    : new IllegalStateException("the request could not be made", e.getCause());
        } catch (TimeoutException e) {
            future.cancel(true);
            throw new OutboundFailure(Kind.TIMEOUT, "the answer was not whole in time");
        } catch (InterruptedException e) {
            future.cancel(true);
            Thread.currentThread().interrupt();
            throw new OutboundFailure(Kind.CLOSED, "the wait for the answer was interrupted");
        }
    }
}
