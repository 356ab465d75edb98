package io.sallyport.ops;

import io.sallyport.web.Shedding;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sheds load in stages while the heap is nearly full of what is in use, and takes it on again once there is
/// room.
///
/// When all of it is used up, the Java machine ends the process, as the launcher tells it to.
/// Threads: looks once a second on a thread of its own.
///
/// Source: security catalogue, G09 and DD-21.
public final class HeapWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HeapWatch.class);

    private static final int KEEP_ALIVE_PERCENT = 90;
    private static final int REQUESTS_PERCENT = 95;
    private static final int CONNECTIONS_PERCENT = 98;

    /// How far below its threshold a stage ends, so that it does not come and go.
    private static final int RELIEF_PERCENT = 5;

    /// Looks between collections that are asked for: a process that is spared would have none of its own, and
    /// never learn that there is room again.
    private static final int LOOKS_BETWEEN = 15;

    private final Heap heap;
    private final Consumer<Shedding> listeners;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Shedding stage = Shedding.NOTHING;
    private int looks;

    /// @param listeners told of each change of stage
    HeapWatch(Heap heap, Consumer<Shedding> listeners) {
        this.heap = heap;
        this.listeners = listeners;
    }

    /// Watches the heap of this process until it is closed.
    public static HeapWatch open(Consumer<Shedding> listeners) {
        HeapWatch watch = new HeapWatch(new OldGeneration(), listeners);
        Thread.ofPlatform().daemon().name("heap-watch").start(watch::run);
        return watch;
    }

    /// What is left out now.
    public Shedding stage() {
        return stage;
    }

    /// What is in use, in percent of the most there may be.
    int livePercent() {
        return heap.livePercent();
    }

    private void run() {
        try {
            while (!closed.await(1, TimeUnit.SECONDS)) {
                look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Looks once.
    void look() {
        if (stage != Shedding.NOTHING && ++looks % LOOKS_BETWEEN == 0) {
            heap.collect();
        }
        int percent = heap.livePercent();
        Shedding reached = reached(percent);
        Shedding next = stage.leavesOut(reached) ? eased(percent) : reached;
        if (next != stage) {
            LOG.warn("memory sheds={} live_percent={}", next.name().toLowerCase(Locale.ROOT), percent);
            stage = next;
            listeners.accept(next);
        }
    }

    /// The stage to go down to, or the present one when there is too little room yet.
    private Shedding eased(int percent) {
        Shedding relieved = reached(percent + RELIEF_PERCENT);
        return stage.leavesOut(relieved) ? relieved : stage;
    }

    private static Shedding reached(int percent) {
        if (percent >= CONNECTIONS_PERCENT) {
            return Shedding.CONNECTIONS;
        }
        if (percent >= REQUESTS_PERCENT) {
            return Shedding.REQUESTS;
        }
        return percent >= KEEP_ALIVE_PERCENT ? Shedding.KEEP_ALIVE : Shedding.NOTHING;
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
