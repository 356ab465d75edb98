package io.sallyport.provider;

import io.sallyport.lang.Refusal.UpstreamFailed;
import io.sallyport.lang.RefusedException;
import io.sallyport.net.Outbound;
import io.sallyport.net.OutboundRequest;
import io.sallyport.net.OutboundResponse;
import io.sallyport.provider.Backend.Credential;
import io.sallyport.provider.FetchedTokens.NoToken;
import io.sallyport.transport.EventLoop;
import io.sallyport.transport.EventLoops;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/// Sends requests to backends, with a token in hand where the backend's account needs one.
///
/// Threads: safe. An answer belongs to the event loop of whoever asks, or to the next in turn.
public final class BackendCalls {
    private static final int UNAVAILABLE = 503;

    private final EventLoops loops;
    private final Outbound outbound;
    private final FetchedTokens tokens;

    public BackendCalls(EventLoops loops, Outbound outbound, Clock clock) {
        this.loops = loops;
        this.outbound = outbound;
        this.tokens = new FetchedTokens(outbound, clock);
    }

    /// Completes with the answer's head. Cancelling the future resets the request.
    ///
    /// Errors: what the request throws; OutboundFailure; UpstreamFailed 503 provider_token_failed.
    ///
    /// @param request is made of the backend with whatever it is shown as proof
    public CompletableFuture<OutboundResponse> send(Upstream upstream, Function<Backend, OutboundRequest> request) {
        return send(upstream.backend(), upstream.provider().grant(upstream.backend()), request);
    }

    /// @param grant how a token is asked for; empty when the backend needs none
    CompletableFuture<OutboundResponse> send(
            Backend backend, Optional<TokenGrant> grant, Function<Backend, OutboundRequest> request) {
        return grant.isPresent() ? sendWithToken(backend, grant.get(), request) : outbound.send(request.apply(backend));
    }

    private CompletableFuture<OutboundResponse> sendWithToken(
            Backend backend, TokenGrant grant, Function<Backend, OutboundRequest> request) {
        EventLoop loop = loops.current();
        CompletableFuture<OutboundResponse> head = new CompletableFuture<>();
        var _ = tokens.of(grant)
                .whenComplete((token, cause) -> loop.run(() -> {
                    if (token == null) {
                        head.completeExceptionally(refused(backend, cause));
                    } else if (!head.isDone()) {
                        pass(request, backend.with(new Credential.Token(token, grant)), head);
                    }
                }));
        return head;
    }

    private void pass(
            Function<Backend, OutboundRequest> request, Backend shown, CompletableFuture<OutboundResponse> head) {
        CompletableFuture<OutboundResponse> sent;
        try {
            sent = outbound.send(request.apply(shown));
        } catch (RuntimeException e) {
            head.completeExceptionally(e);
            return;
        }
        var _ = sent.whenComplete((response, cause) -> {
            if (response == null) {
                head.completeExceptionally(cause);
            } else if (!head.complete(response)) {
                response.body().cancel();
            }
        });
        var _ = head.whenComplete((_, _) -> {
            if (head.isCancelled()) {
                sent.cancel(true);
            }
        });
    }

    private static RuntimeException refused(Backend backend, Throwable thrown) {
        Throwable cause =
                thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        String why = cause instanceof NoToken known ? known.getMessage() : "its token could not be asked for";
        return new RefusedException(new UpstreamFailed(
                UNAVAILABLE,
                "provider_token_failed",
                "The account of the backend '" + backend.name() + "' has no token: " + why + "."));
    }
}
