package io.sallyport.pipeline;

import io.sallyport.dialect.LossPolicy;
import io.sallyport.dialect.ReplyReader;
import io.sallyport.identity.EndUser;
import io.sallyport.inference.RawRequest;
import io.sallyport.journal.CallRecord.Asked;
import io.sallyport.journal.CallRecord.Attempted;
import io.sallyport.journal.CallRecord.Outcome;
import io.sallyport.journal.Journal;
import io.sallyport.journal.JournalEntry;
import io.sallyport.lang.Bytes;
import io.sallyport.lang.Refusal;
import io.sallyport.lang.Refusal.InternalFault;
import io.sallyport.lang.Refusal.UpstreamFailed;
import io.sallyport.lang.RefusedException;
import io.sallyport.limit.Asker;
import io.sallyport.limit.Claim;
import io.sallyport.limit.Claim.Stage;
import io.sallyport.limit.Hold;
import io.sallyport.limit.Limits;
import io.sallyport.pipeline.Settlement.Bill;
import io.sallyport.provider.SignatureStamps;
import io.sallyport.routing.Attempt;
import io.sallyport.routing.Attempt.Failed;
import io.sallyport.routing.Attempt.Flowing;
import io.sallyport.routing.Attempt.Whole;
import io.sallyport.routing.Dispatch;
import io.sallyport.routing.Dispatcher;
import io.sallyport.routing.Errand;
import io.sallyport.routing.EventRelay;
import io.sallyport.routing.Target;
import io.sallyport.transport.ByteRelay;
import io.sallyport.transport.EventLoop;
import io.sallyport.transport.EventLoops;
import io.sallyport.transport.RelayEnd.Way;
import io.sallyport.transport.RelayLimits;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes calls beside those of clients: they are limited, tried, charged and recorded like any other, and
/// nothing that becomes of them reaches a client.
///
/// Threads: safe; a call starts and ends on the event loop it was started on.
public final class SideCalls {
    private static final Logger LOG = LoggerFactory.getLogger(SideCalls.class);
    private static final int GATEWAY_TIMEOUT = 504;
    private static final Duration NEVER_STALLED = Duration.ofDays(1);

    private final EventLoops loops;
    private final Dispatcher dispatcher;
    private final Settlement settlement;
    private final Journal journal;
    private final Limits limits;
    private final SignatureStamps stamps;
    private final Executor blocking;
    private final Supplier<PipelineSettings> settings;

    /// @param works what calls of clients are made with, too
    /// @param blocking runs what may wait, one virtual thread each
    public SideCalls(
            EventLoops loops,
            Dispatcher dispatcher,
            Works works,
            Executor blocking,
            Supplier<PipelineSettings> settings) {
        this.loops = loops;
        this.dispatcher = dispatcher;
        this.settlement = works.settlement();
        this.journal = works.journal();
        this.limits = works.limits();
        this.stamps = works.stamps();
        this.blocking = blocking;
        this.settings = settings;
    }

    /// What calls are recorded, limited and signed with.
    public record Works(Settlement settlement, Journal journal, Limits limits, SignatureStamps stamps) {}

    /// Starts a call; call on an event loop.
    ///
    /// @param done hears the end, once, on the same loop: a whole answer, or nothing
    void make(SideCall call, Consumer<Optional<Bytes>> done) {
        new Run(call, open(call), loops.current(), done).start();
    }

    private JournalEntry open(SideCall call) {
        RawRequest request = call.request();
        Asked asked = new Asked(request.operation(), call.dialect().name(), call.model(), request.facts().stream());
        JournalEntry entry = journal.open(call.purpose(), call.beside(), request.path(), asked);
        entry.caller(call.payer());
        call.endUser().ifPresent(entry::endUser);
        entry.bytesIn(request.body().length());
        return entry;
    }

    /// One call on its way.
    private final class Run {
        private final SideCall call;
        private final JournalEntry entry;
        private final EventLoop loop;
        private final Consumer<Optional<Bytes>> done;
        private Optional<Hold> hold = Optional.empty();
        private Optional<Target> target = Optional.empty();
        private Optional<Dispatch> dispatch = Optional.empty();
        private Runnable unwatch = () -> {};
        private long bytes;
        private boolean answered;
        private boolean over;

        private Run(SideCall call, JournalEntry entry, EventLoop loop, Consumer<Optional<Bytes>> done) {
            this.call = call;
            this.entry = entry;
            this.loop = loop;
            this.done = done;
        }

        void start() {
            unwatch = loop.after(call.deadline().timeLeft(), this::expire);
            guarded(limits.isEmpty() ? this::dispatch : () -> blocking.execute(() -> guarded(this::reserve)));
        }

        private void reserve() {
            Hold fetched = limits.patient(claim());
            loop.run(() -> guarded(() -> {
                hold = Optional.of(fetched);
                dispatch();
            }));
        }

        /// What is paid for by a client is more of its call, which was counted already.
        private Claim claim() {
            return new Claim(
                    entry.id(),
                    new Asker(call.payer(), call.endUser().map(EndUser::identity), call.model()),
                    Appraisal.of(call.request(), call.plan(), settings.get().outputCap()),
                    Appraisal.places(call.plan(), limits),
                    call.isOwn() ? Stage.CALL : Stage.TURN);
        }

        private void dispatch() {
            if (over) {
                hold.ifPresent(Hold::release);
                return;
            }
            entry.leaving();
            Errand errand = new Errand(
                    call.dialect(),
                    call.request(),
                    call.traits(),
                    List.of(),
                    call.outputCap(),
                    Optional.empty(),
                    LossPolicy.ALLOW,
                    stamps,
                    call.deadline(),
                    settings.get().idle(),
                    this::enter,
                    this::attempted);
            dispatch =
                    Optional.of(dispatcher.dispatch(call.plan(), errand, attempt -> guarded(() -> concluded(attempt))));
        }

        private Optional<Refusal> enter(Target next) {
            return hold.flatMap(reserved -> reserved.enter(
                    next.upstream().provider().kind(), next.upstream().name()));
        }

        private void attempted(Target tried, int status, String code, long millis) {
            target = Optional.of(tried);
            entry.attempted(new Attempted(
                    tried.upstream().name(), tried.upstream().provider().kind(), tried.model(), status, code, millis));
        }

        private void concluded(Attempt attempt) {
            answered = true;
            switch (attempt) {
                case Whole whole -> {
                    entry.firstByte();
                    bytes = whole.body().length();
                    end(new Outcome(whole.status(), ""), Optional.of(whole.reader()), Optional.of(whole.body()));
                }
                case Flowing flowing -> {
                    entry.firstByte();
                    drain(flowing);
                }
                case Failed failed -> refused(failed.refusal());
            }
        }

        /// Reads a stream to its end, so that it is known what it cost.
        private void drain(Flowing answer) {
            EventRelay step = answer.step();
            bytes = answer.first().length();
            RelayLimits patience = new RelayLimits(settings.get().idle(), NEVER_STALLED, call.deadline());
            UnseenSink nobody = new UnseenSink(piece -> bytes += piece.length());
            ByteRelay.pump(loop, answer.rest(), nobody, step, patience, stream -> {
                boolean whole = stream.way() != Way.STEP_FAILED
                        && (step.isComplete() || step.reader().isFinished());
                String code = whole ? "" : "upstream_stream_interrupted";
                end(new Outcome(answer.status(), code), Optional.of(step.reader()), Optional.empty());
            });
        }

        /// Nobody waits any longer; a stream has a deadline of its own.
        private void expire() {
            if (!answered && !over) {
                dispatch.ifPresent(Dispatch::cancel);
                refused(new UpstreamFailed(GATEWAY_TIMEOUT, "upstream_timeout", "The backend took too long."));
            }
        }

        private void refused(Refusal refusal) {
            int status = ErrorAnswer.of(refusal).status();
            end(new Outcome(status, refusal.code()), Optional.empty(), Optional.empty());
        }

        private void end(Outcome outcome, Optional<ReplyReader> reader, Optional<Bytes> answer) {
            if (!over) {
                over = true;
                unwatch.run();
                try {
                    settlement.settle(
                            new Bill(entry, call.request(), target, hold), new Delivery(outcome, reader, bytes));
                } finally {
                    done.accept(answer);
                }
            }
        }

        private void guarded(Runnable step) {
            try {
                step.run();
            } catch (RefusedException e) {
                loop.run(() -> refused(e.refusal()));
            } catch (RuntimeException | StackOverflowError | OutOfMemoryError | LinkageError e) {
                LOG.atError().addKeyValue("request_id", entry.id()).setCause(e).log("internal_error");
                loop.run(() -> refused(new InternalFault()));
            }
        }
    }
}
