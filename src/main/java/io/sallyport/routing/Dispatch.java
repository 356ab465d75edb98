package io.sallyport.routing;

import io.sallyport.dialect.ReplyReader;
import io.sallyport.dialect.ReplyReader.UpstreamError;
import io.sallyport.lang.Bytes;
import io.sallyport.lang.Header;
import io.sallyport.lang.Refusal;
import io.sallyport.lang.Refusal.RateLimited;
import io.sallyport.lang.Refusal.UpstreamFailed;
import io.sallyport.lang.RefusedException;
import io.sallyport.net.OutboundFailure;
import io.sallyport.net.OutboundResponse;
import io.sallyport.provider.Upstream;
import io.sallyport.routing.Attempt.Failed;
import io.sallyport.routing.Attempt.Flowing;
import io.sallyport.routing.Attempt.Whole;
import io.sallyport.routing.EventRelay.StreamFailed;
import io.sallyport.routing.HealthBoard.Rest;
import io.sallyport.routing.UpstreamFaults.Fault;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The attempts of one call, one after the other.
///
/// Threads: on one event loop.
public final class Dispatch {
    /// Largest answer that is read whole, in bytes.
    private static final int LARGEST_WHOLE = 64 << 20;

    private static final int LARGEST_ERROR = 64 << 10;
    /// Longest time that comments before the first event wait for it.
    private static final Duration HEARTBEATS_HELD = Duration.ofSeconds(5);

    private static final int MOST_HELD = 64 << 10;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Dispatcher shared;
    private final Plan plan;
    private final List<Target> targets;
    private final Errand errand;
    private final Consumer<Attempt> done;
    private int next;
    private boolean staleRetried;
    private boolean cancelled;
    private @Nullable Visit visit;
    private @Nullable Fault lastFault;
    private Optional<Refusal> turnedAway = Optional.empty();
    private @Nullable Runnable stop;

    Dispatch(Dispatcher shared, Plan plan, List<Target> targets, Errand errand, Consumer<Attempt> done) {
        this.targets = targets;
        this.shared = shared;
        this.plan = plan;
        this.errand = errand;
        this.done = done;
    }

    void start() {
        tryNext();
    }

    /// Gives up: the running attempt is reset, nothing more is heard.
    public void cancel() {
        cancelled = true;
        leave();
        if (stop != null) {
            stop.run();
        }
    }

    private void tryNext() {
        while (next < targets.size()) {
            Target target = targets.get(next++);
            if (shared.health().admits(target.id()) && mayEnter(target)) {
                attempt(target);
                return;
            }
        }
        Fault fault = lastFault;
        finish(new Failed(fault == null ? turnedAway.orElseGet(this::allRest) : fault.refusal()));
    }

    private boolean mayEnter(Target target) {
        Optional<Refusal> no = errand.gate().enter(target);
        turnedAway = no.or(() -> turnedAway);
        return no.isEmpty();
    }

    /// Nobody may be tried now; says when the first may be, in the words of its own failure.
    private Refusal allRest() {
        Rest soonest = targets.stream()
                .flatMap(target -> shared.health().rest(target.id()).stream())
                .min(Comparator.comparing(Rest::left))
                .orElse(new Rest("", Duration.ofSeconds(1)));
        if (soonest.lastFailure().equals("rate_limited")) {
            return new RateLimited("rate_limited", "The backend asked for a pause.", soonest.left());
        }
        return new UpstreamFailed(
                503,
                "no_healthy_backend",
                "Every backend of this model rests after failures; try again later.",
                soonest.left());
    }

    private void attempt(Target target) {
        visit = new Visit(shared.measurements().of(target.id()));
        Crossing over;
        CompletableFuture<OutboundResponse> head;
        try {
            over = new Crossing(target, plan, errand, shared.now());
            Upstream upstream = target.upstream();
            head = shared.calls().send(upstream, shown -> upstream.provider().request(over.call(shown)));
        } catch (RefusedException e) {
            failed(target, 0, unsent(e));
            return;
        }
        stop = () -> head.cancel(true);
        var _ = head.whenComplete((response, cause) -> {
            if (cancelled) {
                return;
            }
            if (response != null) {
                answered(over, response);
            } else {
                broken(target, 0, cause);
            }
        });
    }

    /// Nothing was sent: the target cannot be called, another may.
    private static Fault unsent(RefusedException thrown) {
        return new Fault(thrown.refusal(), true, false, Duration.ZERO);
    }

    private void answered(Crossing over, OutboundResponse response) {
        Target target = over.target();
        stop = () -> response.body().cancel();
        if (response.status() >= 300) {
            refused(target, response);
            return;
        }
        String type = response.header("content-type").orElse("").toLowerCase(Locale.ROOT);
        if (type.startsWith("text/html")) {
            response.body().cancel();
            failed(target, response.status(), UpstreamFaults.badResponse());
        } else if (over.framing().isOf(type)) {
            flow(over, response, EventRelay.events(over.reader(), over.framing()));
        } else if (type.startsWith("application/json") || isSmallText(type) || over.isTranslated()) {
            whole(over, response);
        } else {
            flow(over, response, EventRelay.opaque(over.reader()));
        }
    }

    private static boolean isSmallText(String type) {
        return type.isEmpty() || type.startsWith("text/") || type.contains("+json");
    }

    private void refused(Target target, OutboundResponse response) {
        var _ = response.whole(LARGEST_ERROR, errand.idle()).whenComplete((body, cause) -> {
            if (cancelled) {
                return;
            }
            UpstreamError error = body == null
                    ? new UpstreamError("", "", "")
                    : target.upstream().provider().error(body);
            failed(
                    target,
                    response.status(),
                    shared.faults().fault(response.status(), error, response.header("retry-after")));
        });
    }

    private void whole(Crossing over, OutboundResponse response) {
        Target target = over.target();
        var _ = response.whole(LARGEST_WHOLE, errand.idle()).whenComplete((body, cause) -> {
            if (cancelled) {
                return;
            }
            if (body == null) {
                broken(target, response.status(), cause);
                return;
            }
            ReplyReader reader = over.reader();
            reader.whole(body);
            if (reader.failure().isPresent()) {
                failed(target, response.status(), errorInside(reader.failure().get()));
            } else {
                succeeded(target, response.status());
                leave();
                Bytes shown = reader.rewritten(body).orElse(body);
                finish(new Whole(target, response.status(), over.told(response.headers()), shown, reader));
            }
        });
    }

    private void flow(Crossing over, OutboundResponse response, EventRelay step) {
        Target target = over.target();
        int status = response.status();
        @Nullable FirstBytes[] rest = new FirstBytes[1];
        Opening opening = new Opening(over, response, step);
        FirstBytes first = new FirstBytes(
                response.body(),
                errand.idle(),
                bytes -> begins(opening, bytes, rest[0]),
                cause -> {
                    if (!cancelled) {
                        broken(target, status, cause);
                    }
                },
                this::leave);
        rest[0] = first;
        stop = first::cancel;
        first.await(shared.loops().current());
    }

    /// The start of a stream, kept back until an event says something: so long, another target can still be
    /// tried.
    private static final class Opening {
        private final Crossing over;
        private final OutboundResponse response;
        private final EventRelay step;
        private final long started = System.nanoTime();
        private Bytes held = Bytes.EMPTY;

        Opening(Crossing over, OutboundResponse response, EventRelay step) {
            this.over = over;
            this.response = response;
            this.step = step;
        }

        void hold(Bytes more) {
            if (held.isEmpty()) {
                held = more;
            } else if (!more.isEmpty()) {
                ByteArrayOutputStream both = new ByteArrayOutputStream(held.length() + more.length());
                both.write(held.array(), held.from(), held.length());
                both.write(more.array(), more.from(), more.length());
                held = Bytes.of(both.toByteArray());
            }
        }

        boolean goesOn() {
            return !step.isEvents() || step.hasBegun() || isHeldLongEnough();
        }

        /// Heartbeats are kept back for a while only, because clients need them during a long silence.
        private boolean isHeldLongEnough() {
            boolean late = System.nanoTime() - started > HEARTBEATS_HELD.toNanos();
            return held.length() > MOST_HELD || (late && !held.isEmpty());
        }
    }

    private boolean begins(Opening opening, Bytes bytes, @Nullable FirstBytes rest) {
        if (cancelled || rest == null) {
            return true;
        }
        Target target = opening.over.target();
        int status = opening.response.status();
        try {
            opening.hold(opening.step.step(bytes));
            if (bytes.isEmpty() && opening.step.isEvents()) {
                failed(target, status, shared.faults().fault(cut()));
                return true;
            }
            if (!opening.goesOn()) {
                return false;
            }
            succeeded(target, status);
            List<Header> headers = opening.over.told(opening.response.headers());
            finish(new Flowing(target, status, headers, opening.held, rest, opening.step));
        } catch (StreamFailed e) {
            rest.cancel();
            failed(target, status, errorInside(e.error()));
        }
        return true;
    }

    private static OutboundFailure cut() {
        return new OutboundFailure(OutboundFailure.Kind.CLOSED, "the stream ended before its first event");
    }

    /// An error in the disguise of a success: treated as the status it should have had.
    private Fault errorInside(UpstreamError error) {
        int status = error.type().contains("rate_limit") ? 429 : 502;
        return shared.faults().fault(status, error, Optional.empty());
    }

    private void broken(Target target, int status, Throwable thrown) {
        Throwable cause =
                thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        if (cause instanceof RefusedException refused) {
            failed(target, 0, unsent(refused));
            return;
        }
        boolean stale = cause instanceof OutboundFailure failure && failure.isStale();
        if (stale && !staleRetried) {
            staleRetried = true;
            errand.log().attempted(target, 0, "upstream_stale_connection", millis());
            leave();
            attempt(target);
            return;
        }
        failed(target, status, shared.faults().fault(cause));
    }

    private void leave() {
        if (visit != null) {
            visit.over();
        }
    }

    private void succeeded(Target target, int status) {
        if (visit != null) {
            visit.answered();
        }
        shared.health().succeeded(target.id());
        errand.log().attempted(target, status, "", millis());
    }

    private void failed(Target target, int status, Fault fault) {
        Refusal refusal = fault.refusal();
        errand.log().attempted(target, status, refusal.code(), millis());
        if (fault.unhealthy()) {
            if (visit != null) {
                visit.failed();
            }
            shared.health().failed(target.id(), refusal.code(), fault.rest());
        }
        leave();
        lastFault = fault;
        boolean another =
                fault.elsewhere() && next < targets.size() && !errand.deadline().isOver();
        if (another && shared.budget().spend()) {
            tryNext();
        } else {
            finish(new Failed(refusal));
        }
    }

    private void finish(Attempt attempt) {
        stop = null;
        if (!cancelled) {
            done.accept(attempt);
        }
    }

    private long millis() {
        return visit == null ? 0 : visit.nanos() / NANOS_PER_MILLI;
    }
}
