package io.sallyport.web;

import io.sallyport.lang.Bytes;
import io.sallyport.transport.ByteSink;
import io.sallyport.transport.EventLoop;
import io.sallyport.transport.FrameSocket;
import io.sallyport.transport.HeaderName;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// What endpoints hold of a reply: puts the head together on any thread, and hops to the event loop to write.
final class InboundReply implements WebReply {
    private final EventLoop loop;
    private final ReplyForm form;
    private final ReplyHead head = new ReplyHead();
    private final AtomicBoolean started = new AtomicBoolean();
    private @Nullable Runnable onGone;

    InboundReply(EventLoop loop, ReplyForm form) {
        this.loop = loop;
        this.form = form;
    }

    ReplyHead head() {
        return head;
    }

    @Override
    public WebReply status(int status) {
        head.status(status);
        return this;
    }

    @Override
    public WebReply header(HeaderName name, String value) {
        head.set(name, value);
        return this;
    }

    @Override
    public void send(Bytes body) {
        start();
        if (loop.isCurrent()) {
            form.sendWhole(body);
        } else {
            loop.run(() -> form.sendWhole(body));
        }
    }

    @Override
    public ByteSink stream() {
        start();
        return form.startStream();
    }

    @Override
    public boolean isStarted() {
        return started.get();
    }

    @Override
    public void onGone(Runnable action) {
        loop.run(() -> {
            if (form.isGone()) {
                action.run();
            } else {
                onGone = action;
            }
        });
    }

    @Override
    public EventLoop loop() {
        return loop;
    }

    @Override
    public void onLoop(Runnable action) {
        loop.run(action);
    }

    /// Answers 101; from then on the connection speaks WebSocket.
    FrameSocket upgrade() {
        start();
        return form.upgrade();
    }

    /// Breaks the connection.
    void abort() {
        loop.run(form::abort);
    }

    /// The client left.
    void gone() {
        Runnable action = onGone;
        onGone = null;
        if (action != null) {
            action.run();
        }
    }

    private void start() {
        if (!started.compareAndSet(false, true)) {
            throw new IllegalStateException("a reply is sent once");
        }
    }
}
