package io.sallyport.routing;

import io.sallyport.dialect.ReplyReader;
import io.sallyport.dialect.ReplyReader.UpstreamError;
import io.sallyport.lang.Bytes;
import io.sallyport.lang.RefusedException;
import io.sallyport.net.OutboundFailure;
import io.sallyport.net.OutboundResponse;
import io.sallyport.provider.Upstream;
import io.sallyport.routing.Attempt.Flowing;
import io.sallyport.routing.Attempt.Whole;
import io.sallyport.routing.EventRelay.StreamFailed;
import io.sallyport.routing.Itinerary.Stop;
import io.sallyport.routing.UpstreamFaults.Fault;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/// One attempt at one target: until its answer begins, or it is clear that none will.
///
/// A request that met a stale connection is sent once more on a fresh one.
/// Threads: on one event loop.
final class Trial {
    /// Largest answer that is read whole, in bytes.
    private static final int LARGEST_WHOLE = 64 << 20;

    private static final int LARGEST_ERROR = 64 << 10;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Dispatcher shared;
    private final Stop at;
    private final Errand errand;
    private final Judge judge;
    private Visit visit;
    private boolean staleRetried;
    private boolean decided;
    private Runnable stop = () -> {};

    /// Hears how a trial ends, once.
    interface Judge {
        void began(Trial trial, int status, Attempt answer);

        /// @param status HTTP status of the upstream, 0 when it never answered
        void failed(Trial trial, int status, Fault fault);
    }

    Trial(Dispatcher shared, Stop at, Errand errand, Judge judge) {
        this.shared = shared;
        this.at = at;
        this.errand = errand;
        this.judge = judge;
        this.visit = visit();
    }

    private Visit visit() {
        return new Visit(shared.measurements().of(target().id()));
    }

    Target target() {
        return at.target();
    }

    long millis() {
        return visit.nanos() / NANOS_PER_MILLI;
    }

    void start() {
        Crossing crossing;
        CompletableFuture<OutboundResponse> head;
        try {
            crossing = new Crossing(target(), at.plan(), errand, shared.clock());
            Upstream upstream = target().upstream();
            head = shared.calls().send(upstream, shown -> upstream.provider().request(crossing.call(shown)));
        } catch (RefusedException e) {
            failed(0, unsent(e));
            return;
        }
        stop = () -> head.cancel(true);
        var _ = head.whenComplete((response, cause) -> {
            if (decided) {
                return;
            }
            if (response != null) {
                answered(crossing, response);
            } else {
                broken(0, cause);
            }
        });
    }

    /// Resets what is on its way; nothing more is heard.
    void cancel() {
        decided = true;
        visit.over();
        stop.run();
    }

    /// Gives the target up when its answer has not begun yet.
    void expire() {
        if (!decided) {
            stop.run();
            failed(0, shared.faults().fault(new OutboundFailure(OutboundFailure.Kind.TIMEOUT, "no first token")));
        }
    }

    /// Nothing was sent: the target cannot be called, another may.
    private static Fault unsent(RefusedException thrown) {
        return new Fault(thrown.refusal(), true, false, Duration.ZERO, "connect");
    }

    private void answered(Crossing crossing, OutboundResponse response) {
        stop = () -> response.body().cancel();
        if (response.status() >= 300) {
            refused(response);
            return;
        }
        String type = response.header("content-type").orElse("").toLowerCase(Locale.ROOT);
        if (type.startsWith("text/html")) {
            response.body().cancel();
            failed(response.status(), UpstreamFaults.badResponse());
        } else if (crossing.framing().isOf(type)) {
            flow(crossing, response, EventRelay.events(crossing.reader(), crossing.framing()));
        } else if (type.startsWith("application/json") || isSmallText(type) || crossing.isTranslated()) {
            whole(crossing, response);
        } else {
            flow(crossing, response, EventRelay.opaque(crossing.reader()));
        }
    }

    private static boolean isSmallText(String type) {
        return type.isEmpty() || type.startsWith("text/") || type.contains("+json");
    }

    private void refused(OutboundResponse response) {
        int status = response.status();
        var _ = response.whole(LARGEST_ERROR, errand.idle()).whenComplete((body, cause) -> {
            if (decided) {
                return;
            }
            UpstreamError error = body == null
                    ? new UpstreamError("", "", "")
                    : target().upstream().provider().error(body);
            failed(status, shared.faults().fault(status, error, response::header));
        });
    }

    private void whole(Crossing crossing, OutboundResponse response) {
        int status = response.status();
        var _ = response.whole(LARGEST_WHOLE, errand.idle()).whenComplete((body, cause) -> {
            if (decided) {
                return;
            }
            if (body == null) {
                broken(status, cause);
                return;
            }
            ReplyReader reader = crossing.reader();
            reader.whole(body);
            if (reader.failure().isPresent()) {
                failed(status, errorInside(reader.failure().get()));
            } else {
                Bytes shown = reader.rewritten(body).orElse(body);
                began(status, new Whole(target(), status, crossing.told(response.headers()), shown, reader));
                visit.over();
            }
        });
    }

    private void flow(Crossing crossing, OutboundResponse response, EventRelay step) {
        @Nullable FirstBytes[] rest = new FirstBytes[1];
        Opening opening = new Opening(step, patience());
        FirstBytes first = new FirstBytes(
                response.body(),
                errand.idle(),
                bytes -> begins(crossing, response, opening, bytes, rest[0]),
                cause -> {
                    if (!decided) {
                        broken(response.status(), cause);
                    }
                },
                visit::over);
        rest[0] = first;
        stop = first::cancel;
        first.await(shared.loops().current());
    }

    /// How long heartbeats are kept back; empty for the usual time.
    private Optional<Duration> patience() {
        return at.plan().choice().routing().firstTokenTimeoutMs().map(Duration::ofMillis);
    }

    private boolean begins(
            Crossing crossing, OutboundResponse response, Opening opening, Bytes bytes, @Nullable FirstBytes rest) {
        if (decided || rest == null) {
            return true;
        }
        int status = response.status();
        try {
            opening.take(bytes);
            if (bytes.isEmpty() && opening.step().isEvents()) {
                failed(status, shared.faults().fault(cut()));
                return true;
            }
            if (!opening.goesOn()) {
                return false;
            }
            began(
                    status,
                    new Flowing(
                            target(), status, crossing.told(response.headers()), opening.held(), rest, opening.step()));
        } catch (StreamFailed e) {
            rest.cancel();
            failed(status, errorInside(e.error()));
        }
        return true;
    }

    private static OutboundFailure cut() {
        return new OutboundFailure(OutboundFailure.Kind.CLOSED, "the stream ended before its first event");
    }

    /// An error in the disguise of a success: treated as the status it should have had.
    private Fault errorInside(UpstreamError error) {
        int status = error.type().contains("rate_limit") ? 429 : 502;
        return shared.faults().fault(status, error, _ -> Optional.empty());
    }

    private void broken(int status, Throwable thrown) {
        Throwable cause =
                thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        if (cause instanceof RefusedException refused) {
            failed(0, unsent(refused));
            return;
        }
        boolean stale = cause instanceof OutboundFailure failure && failure.isStale();
        if (stale && !staleRetried) {
            staleRetried = true;
            errand.log().attempted(target(), 0, "upstream_stale_connection", millis());
            visit.over();
            visit = visit();
            start();
            return;
        }
        failed(status, shared.faults().fault(cause));
    }

    private void began(int status, Attempt answer) {
        decided = true;
        visit.answered();
        judge.began(this, status, answer);
    }

    private void failed(int status, Fault fault) {
        decided = true;
        if (fault.unhealthy()) {
            visit.failed();
        }
        visit.over();
        judge.failed(this, status, fault);
    }
}
