package io.sallyport.pipeline;

import io.sallyport.dialect.ErrorBody;
import io.sallyport.dialect.ReplyReader;
import io.sallyport.guardrail.EventMasks;
import io.sallyport.inference.StoredAnswer;
import io.sallyport.journal.CallRecord.Outcome;
import io.sallyport.journal.JournalEntry;
import io.sallyport.json.JsonProblem;
import io.sallyport.lang.Bytes;
import io.sallyport.lang.Header;
import io.sallyport.lang.Refusal;
import io.sallyport.lang.Refusal.UpstreamFailed;
import io.sallyport.limit.Limits;
import io.sallyport.provider.Scrubber;
import io.sallyport.routing.Attempt.Flowing;
import io.sallyport.routing.Attempt.Whole;
import io.sallyport.routing.EventRelay;
import io.sallyport.routing.EventRelay.StreamFailed;
import io.sallyport.transport.ByteRelay;
import io.sallyport.transport.ByteSink;
import io.sallyport.transport.EventLoops;
import io.sallyport.transport.HeaderName;
import io.sallyport.transport.RelayEnd;
import io.sallyport.transport.RelayLimits;
import io.sallyport.transport.RelayStep;
import io.sallyport.web.WebReply;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Writes what goes out: a whole answer, a stream, or a refusal in the client's dialect.
///
/// After the first byte a failure is an error event and the body ends without its closing marker; a broken
/// stream never looks whole.
public final class ReplyWriter {
    /// Whether an answer was kept.
    static final HeaderName CACHE = HeaderName.of("x-sallyport-cache");

    private static final int BAD_GATEWAY = 502;

    private static final HeaderName REQUEST_ID = HeaderName.of("x-request-id");
    private static final HeaderName BUCKET = HeaderName.of("x-sallyport-bucket");
    private static final HeaderName BACKEND = HeaderName.of("x-sallyport-backend");
    private static final HeaderName MODEL = HeaderName.of("x-sallyport-model");
    private static final HeaderName OVERHEAD = HeaderName.of("x-sallyport-overhead-us");
    private static final HeaderName CACHE_CONTROL = HeaderName.of("cache-control");
    private static final HeaderName BUFFERING = HeaderName.of("x-accel-buffering");

    /// How long a client may read nothing before it counts as gone.
    private static final Duration STALLED = Duration.ofSeconds(60);

    private final EventLoops loops;
    private final Scrubber scrubber;
    private final Limits limits;

    public ReplyWriter(EventLoops loops, Scrubber scrubber, Limits limits) {
        this.loops = loops;
        this.scrubber = scrubber;
        this.limits = limits;
    }

    Delivery whole(Passage passage, Whole answer) {
        return send(passage, answer.status(), answer.headers(), answer.body(), Optional.of(answer.reader()));
    }

    /// An answer that was given before: no upstream worked for it, so there is nothing to meter.
    Delivery again(Passage passage, StoredAnswer answer) {
        passage.call().reply().header("idempotent-replayed", "true");
        return own(passage, answer);
    }

    /// An answer the gateway gives itself.
    Delivery own(Passage passage, StoredAnswer answer) {
        return send(passage, answer.status(), answer.headers(), answer.body(), Optional.empty());
    }

    private Delivery send(Passage passage, int status, List<Header> headers, Bytes body, Optional<ReplyReader> reader) {
        passage.call().entry().firstByte();
        head(passage, status, headers);
        passage.shown(body);
        passage.call().reply().send(body);
        return new Delivery(new Outcome(status, passage.stopCode()), reader, body.length());
    }

    Delivery refusal(Passage passage, Refusal refusal) {
        WebReply reply = passage.call().reply();
        ErrorAnswer answer = ErrorAnswer.of(refusal);
        Bytes body = passage.call().dialect().error(answer.status(), answer.body());
        if (!reply.isStarted()) {
            decisions(passage);
            ErrorHead.write(reply, answer);
            reply.send(body);
        }
        return Delivery.refused(answer.status(), refusal.code(), body.length());
    }

    void flow(Passage passage, Flowing answer, Consumer<Delivery> done) {
        passage.answering();
        passage.call().entry().firstByte();
        head(passage, answer.status(), answer.headers());
        WebReply reply = passage.call().reply();
        reply.header(CACHE_CONTROL, "no-cache").header(BUFFERING, "no");
        Counting sink = new Counting(reply.stream(), passage);
        long most = passage.mostCharacters();
        Optional<UpstreamFailed> wrong = first(passage, answer, sink, most);
        if (wrong.isPresent()) {
            answer.rest().cancel();
            Outcome outcome = broken(passage, answer.step(), sink, wrong.get());
            done.accept(new Delivery(outcome, Optional.of(answer.step().reader()), sink.written()));
            return;
        }
        RelayLimits patience = new RelayLimits(passage.settings().idle(), STALLED, passage.deadline());
        RelayStep step = masking(passage, within(most, answer.step()));
        ByteRelay.pump(loops.current(), answer.rest(), sink, step, patience, end -> {
            Outcome outcome = ended(passage, answer, sink, end);
            ReplyReader reader = answer.step().reader();
            done.accept(
                    end.way() == RelayEnd.Way.CLIENT_GONE
                            ? Delivery.clientGone(reader, sink.written())
                            : new Delivery(outcome, Optional.of(reader), sink.written()));
        });
    }

    /// Writes what came first; says why the stream may not go on.
    private static Optional<UpstreamFailed> first(Passage passage, Flowing answer, ByteSink sink, long most) {
        try {
            if (!answer.first().isEmpty()) {
                sink.write(masked(passage, answer.first()));
            }
        } catch (JsonProblem e) {
            return Optional.of(unreadable());
        }
        return answer.step().reader().producedCharacters() > most ? Optional.of(tooMuch()) : Optional.empty();
    }

    /// Cuts a stream that runs past what was reserved for it; an upstream that keeps to the cap it was told
    /// never does.
    private static RelayStep within(long most, EventRelay step) {
        return most == Long.MAX_VALUE
                ? step
                : in -> {
                    Bytes out = step.step(in);
                    if (step.reader().producedCharacters() > most) {
                        throw new OverReserve();
                    }
                    return out;
                };
    }

    /// What the client may see of events.
    private static Bytes masked(Passage passage, Bytes events) {
        return passage.masks().map(masks -> masks.take(events)).orElse(events);
    }

    private static RelayStep masking(Passage passage, RelayStep step) {
        return passage.masks()
                .<RelayStep>map(masks -> in -> masks.take(step.step(in)))
                .orElse(step);
    }

    /// Events that cannot be masked are not shown.
    private static Bytes beforeFailure(Passage passage, EventRelay step) {
        try {
            return masked(passage, step.beforeFailure());
        } catch (JsonProblem e) {
            return Bytes.EMPTY;
        }
    }

    /// The upstream sends more than was reserved.
    private static final class OverReserve extends RuntimeException {
        private static final long serialVersionUID = 1L;

        OverReserve() {
            super("more than was reserved", null, false, false);
        }
    }

    private Outcome ended(Passage passage, Flowing answer, ByteSink sink, RelayEnd end) {
        EventRelay step = answer.step();
        boolean whole = step.isComplete();
        return switch (end.way()) {
            case CLIENT_GONE -> new Outcome(answer.status(), "client_gone");
            case COMPLETED, UPSTREAM_CUT, IDLE -> {
                if (whole && (step.isEvents() || end.way() == RelayEnd.Way.COMPLETED)) {
                    sink.end();
                    yield new Outcome(answer.status(), "");
                }
                if (step.isEvents() && step.reader().isFinished()) {
                    sink.write(masked(passage, step.reader().closing()));
                    sink.end();
                    yield new Outcome(answer.status(), "");
                }
                yield broken(
                        passage,
                        step,
                        sink,
                        end.way() == RelayEnd.Way.IDLE
                                ? failure("upstream_idle_timeout", "The backend stopped sending.")
                                : failure("upstream_stream_interrupted", "The backend's stream was cut."));
            }
            case TOO_LONG -> broken(passage, step, sink, failure("stream_limit", "The stream took too long."));
            case STEP_FAILED -> {
                sink.write(beforeFailure(passage, step));
                yield broken(passage, step, sink, reported(end));
            }
        };
    }

    private static UpstreamFailed unreadable() {
        return failure("upstream_bad_response", "The backend's stream could not be read.");
    }

    private UpstreamFailed reported(RelayEnd end) {
        if (end.cause() instanceof OverReserve) {
            return tooMuch();
        }
        if (!(end.cause() instanceof StreamFailed failed)) {
            return unreadable();
        }
        String words = scrubber.clean(failed.error().message());
        String code =
                failed.error().code().equals("upstream_bad_response") ? "upstream_bad_response" : "upstream_error";
        return failure(code, words.isEmpty() ? "The backend reported an error." : words);
    }

    private static UpstreamFailed tooMuch() {
        return failure("stream_limit", "The backend sends more than was asked for.");
    }

    private static UpstreamFailed failure(String code, String message) {
        return new UpstreamFailed(BAD_GATEWAY, code, message);
    }

    private static Outcome broken(Passage passage, EventRelay step, ByteSink sink, UpstreamFailed why) {
        if (step.isEvents()) {
            ErrorBody body = ErrorAnswer.of(why).body();
            passage.masks().map(EventMasks::end).ifPresent(sink::write);
            sink.write(passage.call().dialect().errorEvent(passage.call().operation(), body));
            sink.end();
        } else {
            sink.abort();
        }
        return new Outcome(why.status(), why.code());
    }

    private void head(Passage passage, int status, List<Header> headers) {
        WebReply reply = passage.call().reply().status(status);
        passage.keeping().ifPresent(kept -> kept.head(status, headers));
        for (Header header : headers) {
            if (ClientHeaders.reachesClient(header)) {
                reply.header(header.name(), header.value());
            }
        }
        passage.keeping().filter(_ -> passage.saving().isEmpty()).ifPresent(_ -> reply.header(CACHE, "miss"));
        decisions(passage);
    }

    /// Says which call this was, who answered it, how long we took ourselves, and what is left.
    private void decisions(Passage passage) {
        WebReply reply = passage.call().reply();
        JournalEntry entry = passage.call().entry();
        reply.header(REQUEST_ID, entry.client().correlationId());
        passage.bucket().ifPresent(bucket -> reply.header(BUCKET, bucket));
        passage.asker().ifPresent(asker -> LimitHeaders.write(reply, limits.status(asker), entry.started()));
        passage.target().ifPresent(target -> {
            reply.header(BACKEND, target.upstream().name());
            if (!target.model().isEmpty()) {
                reply.header(MODEL, target.model());
            }
            reply.header(OVERHEAD, Long.toString(entry.ownMicros()));
        });
    }

    /// A sink that counts what was written, and keeps a copy where that is wanted.
    private static final class Counting implements ByteSink {
        private final ByteSink inner;
        private final Passage passage;
        private long written;

        Counting(ByteSink inner, Passage passage) {
            this.inner = inner;
            this.passage = passage;
        }

        long written() {
            return written;
        }

        @Override
        public void write(Bytes bytes) {
            written += bytes.length();
            passage.shown(bytes);
            inner.write(bytes);
        }

        @Override
        public boolean isFull() {
            return inner.isFull();
        }

        @Override
        public void onDrain(Runnable action) {
            inner.onDrain(action);
        }

        @Override
        public void onGone(Runnable action) {
            inner.onGone(action);
        }

        @Override
        public void end() {
            inner.end();
        }

        @Override
        public void abort() {
            inner.abort();
        }
    }
}
