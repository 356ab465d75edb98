package io.sallyport.transport;

import io.netty.channel.ChannelHandlerContext;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// One thread that moves bytes, with the sockets and watches that belong to it.
public final class EventLoop {

    /// How often watches look at the clock; timeouts are late by at most this, or by twice this where their first
    /// look begins them.
    private static final long SWEEP_MILLIS = 100;

    private final ContextInternal context;
    private final List<Watch> watches = new ArrayList<>();
    /// Connections with something to send.
    private final List<ChannelHandlerContext> unsent = new ArrayList<>();

    private final HeadLines head = new HeadLines();
    private boolean sweeping;

    EventLoop(ContextInternal context) {
        this.context = context;
    }

    /// True when the calling thread is this loop.
    public boolean isCurrent() {
        return context.nettyEventLoop().inEventLoop();
    }

    /// Runs an action on this loop; at once when already there.
    public void run(Runnable action) {
        if (isCurrent()) {
            action.run();
        } else {
            context.nettyEventLoop().execute(action);
        }
    }

    /// Runs an action on this loop after a time. Call on any thread.
    ///
    /// For what must happen on time; what only must not last too long is a [Watch].
    ///
    /// @return takes the action back, unless it ran
    public Runnable after(Duration delay, Runnable action) {
        var timer = context.nettyEventLoop().schedule(action, delay.toNanos(), TimeUnit.NANOSECONDS);
        return () -> timer.cancel(false);
    }

    /// Looks at something several times a second until it asks to be left alone. Call on this loop.
    ///
    /// One sweep over all watches costs less than a timer per request.
    public void watch(Watch watch) {
        watches.add(watch);
        if (!sweeping) {
            sweeping = true;
            nextSweep();
        }
    }

    /// Sends what was written to a connection at the end of this turn of the loop, together with what other
    /// connections have to send. Call on this loop.
    ///
    /// A peer that is woken once reads much; between two turns no bytes wait, and a turn is well under a
    /// millisecond.
    public void flushSoon(ChannelHandlerContext connection) {
        if (unsent.isEmpty()) {
            context.nettyEventLoop().execute(this::flush);
        }
        unsent.add(connection);
    }

    /// Where the next head of a message is written, empty. Call on this loop.
    public HeadLines head() {
        return head.begin();
    }

    /// The Vert.x side of this loop, for the packages that open sockets on it.
    public ContextInternal context() {
        return context;
    }

    private void flush() {
        // A flush may make a connection writable, and its listener may have more to send.
        List<ChannelHandlerContext> now = List.copyOf(unsent);
        unsent.clear();
        now.forEach(ChannelHandlerContext::flush);
    }

    private void nextSweep() {
        var _ = context.nettyEventLoop().schedule(this::sweep, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void sweep() {
        long now = System.nanoTime();
        for (int i = watches.size() - 1; i >= 0; i--) {
            if (!watches.get(i).look(now)) {
                Watch last = watches.removeLast();
                if (i < watches.size()) {
                    watches.set(i, last);
                }
            }
        }
        sweeping = !watches.isEmpty();
        if (sweeping) {
            nextSweep();
        }
    }

    /// Something with a timeout.
    @FunctionalInterface
    public interface Watch {

        /// Acts when a time is up.
        ///
        /// @param now [System#nanoTime()] of this sweep
        /// @return false when there is nothing left to watch
        boolean look(long now);
    }
}
