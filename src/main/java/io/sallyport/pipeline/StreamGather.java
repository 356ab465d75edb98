package io.sallyport.pipeline;

import io.sallyport.lang.Bytes;
import io.sallyport.lang.Header;
import io.sallyport.lang.Refusal.UpstreamFailed;
import io.sallyport.routing.Attempt.Flowing;
import io.sallyport.routing.Attempt.Whole;
import io.sallyport.routing.EventRelay;
import io.sallyport.transport.ByteRelay;
import io.sallyport.transport.EventLoops;
import io.sallyport.transport.RelayEnd.Way;
import io.sallyport.transport.RelayLimits;
import io.sallyport.transport.RelayStep;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/// Holds a stream back until it is whole.
final class StreamGather {
    /// Bytes of events; an answer that is longer cannot be held back.
    private static final int LARGEST = 16 << 20;

    private static final int BAD_GATEWAY = 502;
    private static final Duration NEVER_STALLED = Duration.ofDays(1);

    private final EventLoops loops;

    StreamGather(EventLoops loops) {
        this.loops = loops;
    }

    /// Reads a stream to its end; what breaks off becomes an error, for nothing of it was shown. A client that
    /// leaves cancels it.
    ///
    /// @param left what follows then
    void whole(Passage passage, Flowing answer, Consumer<Whole> done, Consumer<Delivery> left) {
        Held held = new Held();
        held.write(answer.first());
        RelayLimits patience = new RelayLimits(passage.settings().idle(), NEVER_STALLED, passage.deadline());
        EventRelay step = answer.step();
        ByteRelay.pump(
                loops.current(),
                answer.rest(),
                new UnseenSink(held::write, passage.call().reply()::onGone),
                held.within(step),
                patience,
                end -> {
                    if (end.way() == Way.CLIENT_GONE) {
                        left.accept(Delivery.clientGone(step.reader(), 0));
                        return;
                    }
                    boolean whole =
                            end.way() == Way.COMPLETED || end.way() == Way.UPSTREAM_CUT || end.way() == Way.IDLE;
                    if (whole && !step.isComplete() && step.reader().isFinished()) {
                        held.write(step.reader().closing());
                        done.accept(answer(answer, held.bytes()));
                    } else if (whole && step.isComplete()) {
                        done.accept(answer(answer, held.bytes()));
                    } else {
                        done.accept(broken(passage, answer));
                    }
                });
    }

    private static Whole answer(Flowing answer, Bytes body) {
        return new Whole(
                answer.target(),
                answer.status(),
                answer.headers(),
                body,
                answer.step().reader());
    }

    private static Whole broken(Passage passage, Flowing answer) {
        ErrorAnswer error = ErrorAnswer.of(
                new UpstreamFailed(BAD_GATEWAY, "upstream_stream_interrupted", "The backend's stream was cut."));
        return new Whole(
                answer.target(),
                error.status(),
                List.of(new Header("content-type", "application/json")),
                passage.call().dialect().error(error.status(), error.body()),
                answer.step().reader());
    }

    /// Bytes that nobody sees yet.
    private static final class Held {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        /// Errors: IllegalStateException past the largest size.
        RelayStep within(EventRelay step) {
            return in -> {
                Bytes out = step.step(in);
                if (bytes.size() + out.length() > LARGEST) {
                    throw new IllegalStateException("too long to be held back");
                }
                return out;
            };
        }

        Bytes bytes() {
            return Bytes.of(bytes.toByteArray());
        }

        void write(Bytes more) {
            bytes.write(more.array(), more.from(), more.length());
        }
    }
}
