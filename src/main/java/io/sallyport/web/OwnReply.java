package io.sallyport.web;

import io.sallyport.lang.Bytes;
import io.sallyport.transport.ByteSink;
import io.sallyport.transport.EventLoop;
import io.sallyport.transport.HeaderName;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// The answer to an [OwnRequest], gathered for whoever asked.
///
/// Threads: as any reply; [#leave()] may be called from anywhere.
public final class OwnReply implements WebReply {
    private final EventLoop loop;
    private final int largest;
    private final CompletableFuture<Answer> answer = new CompletableFuture<>();
    private volatile int status = 200;
    private volatile boolean started;
    private Runnable gone = () -> {};

    /// @param largest most bytes of a body
    public OwnReply(EventLoop loop, int largest) {
        this.loop = loop;
        this.largest = largest;
    }

    /// Completes when the answer is whole; fails with IllegalStateException when it breaks or is too large.
    public CompletableFuture<Answer> answer() {
        return answer;
    }

    /// Nobody waits for the answer any more.
    public void leave() {
        onLoop(() -> {
            if (!answer.isDone()) {
                answer.cancel(false);
                gone.run();
            }
        });
    }

    @Override
    public WebReply status(int value) {
        status = value;
        return this;
    }

    @Override
    public WebReply header(HeaderName name, String value) {
        return this;
    }

    @Override
    public void send(Bytes body) {
        started = true;
        if (body.length() > largest) {
            answer.completeExceptionally(new IllegalStateException("the answer is too large"));
        } else {
            answer.complete(new Answer(status, List.of(), body));
        }
    }

    @Override
    public ByteSink stream() {
        started = true;
        return new Gathering();
    }

    @Override
    public boolean isStarted() {
        return started;
    }

    @Override
    public void onGone(Runnable action) {
        gone = action;
    }

    @Override
    public EventLoop loop() {
        return loop;
    }

    @Override
    public void onLoop(Runnable action) {
        loop.run(action);
    }

    /// Gathers what comes piece by piece.
    private final class Gathering implements ByteSink {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        @Override
        public void write(Bytes more) {
            if (bytes.size() + more.length() <= largest) {
                bytes.write(more.array(), more.from(), more.length());
            } else {
                answer.completeExceptionally(new IllegalStateException("the answer is too large"));
                gone.run();
            }
        }

        @Override
        public boolean isFull() {
            return false;
        }

        @Override
        public void onDrain(Runnable action) {
            // It never fills up.
        }

        @Override
        public void onGone(Runnable action) {
            gone = action;
        }

        @Override
        public void end() {
            answer.complete(new Answer(status, List.of(), Bytes.of(bytes.toByteArray())));
        }

        @Override
        public void abort() {
            answer.completeExceptionally(new IllegalStateException("the answer was cut"));
        }
    }
}
