package io.sallyport.counters;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Counters in a store outside this process, which go on by themselves while the store is slow, frozen or gone.
///
/// Without the store an instance decides on its share: the cap divided by the instances known last, less what
/// it took of the window before. So a limit is never without effect, and never refuses everything.
/// Source: security rows F13 and DD-18.
public final class GuardedCounters implements SharedCounters {
    private static final Logger LOG = LoggerFactory.getLogger(GuardedCounters.class);
    private static final Duration BEAT = Duration.ofSeconds(5);
    private static final Duration PROBE = Duration.ofSeconds(1);
    /// A store that is silent for longer is gone; less may be a pause of this process.
    private static final Duration PATIENCE = Duration.ofMillis(100);
    private static final long ANSWERING = 0;
    /// A store forgets places nobody confirms for an hour; this is every five minutes.
    private static final int BEATS_PER_CONFIRMATION = 60;

    private static final String STARTING = "has not answered yet";

    private final CounterStore store;
    private final IntSupplier peers;
    private final Clock clock;
    private final Tally taken = new Tally();
    private final Tally granted = new Tally();
    private final Holdings holdings = new Holdings();
    private final AtomicReference<SharingState> state;
    private final LongAdder localDecisions = new LongAdder();
    /// By the monotonic clock.
    private final AtomicLong silentSince = new AtomicLong(ANSWERING);
    private final Semaphore wake = new Semaphore(0);
    private final Thread heart;
    private volatile boolean closed;
    private volatile int instances = 1;
    private volatile Optional<Duration> roundTrip = Optional.empty();
    private int beats;

    GuardedCounters(CounterStore store, IntSupplier peers, Clock clock) {
        this.store = store;
        this.peers = peers;
        this.clock = clock;
        this.state = new AtomicReference<>(new SharingState(false, clock.instant(), STARTING));
        this.heart = Thread.ofVirtual().name("counters-heartbeat").unstarted(this::live);
    }

    /// Shares through Redis. Does not wait for a server that is down: it may come back.
    ///
    /// @param peers how many instances live as far as others know, asked while Redis is gone; may block
    public static GuardedCounters overRedis(
            RedisAddress address, RedisSettings settings, IntSupplier peers, Clock clock) {
        return open(new RedisStore(address, settings, newInstance(), clock), peers, clock);
    }

    /// Shares through PostgreSQL.
    public static GuardedCounters overDatabase(CounterTable table, Clock clock) {
        return open(new DatabaseStore(table, newInstance(), clock), () -> 1, clock);
    }

    static GuardedCounters open(CounterStore store, IntSupplier peers, Clock clock) {
        GuardedCounters counters = new GuardedCounters(store, peers, clock);
        counters.beat();
        counters.heart.start();
        return counters;
    }

    static String newInstance() {
        return UUID.randomUUID().toString();
    }

    @Override
    public long take(CounterWindow window, long cap, long want) {
        if (cap <= 0 || want <= 0 || window.isOver(clock.instant())) {
            return 0;
        }
        if (isShared()) {
            try {
                long amount = store.take(window, Math.min(cap, MOST), Math.min(want, MOST));
                answered();
                taken.take(window, Long.MAX_VALUE, amount);
                return amount;
            } catch (StoreUnavailable e) {
                missed(e);
            }
        }
        localDecisions.increment();
        return granted.take(window, share(cap) - taken.of(window), want);
    }

    @Override
    public void giveBack(CounterWindow window, long amount) {
        if (amount <= 0 || window.isOver(clock.instant())) {
            return;
        }
        // The store knows nothing of what was granted without it, so that must not be given back to it.
        long rest = taken.giveBack(window, amount - granted.giveBack(window, amount));
        if (rest > 0 && isShared()) {
            try {
                store.giveBack(window, rest);
            } catch (StoreUnavailable e) {
                missed(e);
            }
        }
    }

    @Override
    public long takeSlots(CounterId id, long cap, long want) {
        if (cap <= 0 || want <= 0) {
            return 0;
        }
        return holdings.change(id, held -> hold(id, Math.min(cap, MOST), held, held + Math.min(want, MOST)));
    }

    @Override
    public void giveBackSlots(CounterId id, long slots) {
        if (slots > 0) {
            holdings.change(id, held -> confirm(id, Math.max(0, held - slots)));
        }
    }

    private long hold(CounterId id, long cap, long held, long wanted) {
        if (isShared()) {
            try {
                long now = store.hold(id, cap, held, wanted);
                answered();
                return now;
            } catch (StoreUnavailable e) {
                missed(e);
            }
        }
        localDecisions.increment();
        return Math.max(held, Math.min(wanted, share(cap)));
    }

    /// Tells the store what is held; one that is gone is told when it is back.
    private long confirm(CounterId id, long held) {
        if (isShared()) {
            try {
                store.hold(id, held, held, held);
            } catch (StoreUnavailable e) {
                missed(e);
            }
        }
        return held;
    }

    private long share(long cap) {
        return Math.max(1, cap / instances);
    }

    @Override
    public int instances() {
        return instances;
    }

    public SharingState state() {
        return state.get();
    }

    /// Time the last sign of life took; empty before the first answer.
    public Optional<Duration> roundTrip() {
        return roundTrip;
    }

    /// Whether the store is a Redis, and not the database that everything else is kept in.
    public boolean isOverRedis() {
        return store instanceof RedisStore;
    }

    /// How many decisions were made without the store.
    public long localDecisions() {
        return localDecisions.sum();
    }

    private boolean isShared() {
        return state.get().shared();
    }

    private void live() {
        while (!closed) {
            try {
                Duration pause = isShared() ? BEAT : PROBE;
                wake.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS);
                if (!closed) {
                    beat();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                // Whatever went wrong, the next beat must come, or others would take our places.
                LOG.warn("counters_heartbeat_failed", e);
            }
            wake.drainPermits();
        }
    }

    /// Shows that this instance lives, and so finds out whether the store does.
    void beat() {
        taken.forgetOver(clock.instant());
        granted.forgetOver(clock.instant());
        try {
            long start = System.nanoTime();
            CounterStore.Presence presence = store.beat();
            roundTrip = Optional.of(Duration.ofNanos(System.nanoTime() - start));
            instances = Math.max(1, presence.instances());
            boolean forgotten = !presence.known() || !isShared() || beats++ % BEATS_PER_CONFIRMATION == 0;
            found();
            if (forgotten) {
                holdings.ids().forEach(id -> holdings.change(id, held -> confirm(id, held)));
            }
        } catch (StoreUnavailable e) {
            lost(e);
            instances = Math.max(instances, peers.getAsInt());
        }
    }

    private void answered() {
        if (silentSince.get() != ANSWERING) {
            silentSince.set(ANSWERING);
        }
    }

    private void missed(StoreUnavailable failure) {
        long now = System.nanoTime();
        long since = silentSince.compareAndExchange(ANSWERING, now);
        boolean isSilent = since != ANSWERING && now - since > PATIENCE.toNanos();
        if (isSilent || !failure.isLate()) {
            lost(failure);
        }
    }

    private void found() {
        answered();
        SharingState before = state.get();
        if (!before.shared() && state.compareAndSet(before, new SharingState(true, clock.instant(), ""))) {
            LOG.atInfo()
                    .addKeyValue("store", store.name())
                    .addKeyValue("instances", instances)
                    .log("counters_shared");
        }
    }

    private void lost(StoreUnavailable failure) {
        String reason = failure.reason();
        SharingState before = state.getAndUpdate(
                now -> new SharingState(false, now.shared() ? clock.instant() : now.since(), reason));
        if (before.shared()) {
            wake.release();
        }
        if (before.shared() || before.reason().equals(STARTING)) {
            LOG.atWarn()
                    .addKeyValue("store", store.name())
                    .addKeyValue("reason", reason)
                    .addKeyValue("instances", instances)
                    .log("counters_local");
        }
    }

    @Override
    public void close() {
        closed = true;
        wake.release();
        try {
            heart.join();
            store.leave();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (StoreUnavailable e) {
            // It notices by itself, a little later.
            LOG.debug("counters_not_left", e);
        }
        store.close();
    }
}
