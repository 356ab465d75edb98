package io.sallyport.limit;

import io.sallyport.database.Database;
import io.sallyport.limit.LedgerEntryTable.Written;
import io.sallyport.limit.LedgerTable.Ask;
import io.sallyport.limit.LedgerTable.Grant;
import io.sallyport.limit.LimitRules.Action;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The books of quotas and budgets, in PostgreSQL: what was used is written down once and never changed.
///
/// An instance holds slices of accounts and gives calls their share in memory; a slice counts as used until it
/// is given back, so that no number of instances can overspend. How calls ended is written in batches. An
/// instance that is not heard of for [#LIFE] is given up: what it held counts as used, marked as such, and what
/// it says later changes nothing.
///
/// Threads: safe. [#settled] never waits; the rest waits for the database.
public final class Ledger implements SliceSource, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);
    private static final Duration LIFE = Duration.ofSeconds(20);
    private static final Duration BEAT = Duration.ofSeconds(4);
    private static final Duration TIDY = Duration.ofSeconds(1);
    /// Time between two rounds of writing, and the one while calls are many: a statement costs as much as
    /// hundreds of its rows.
    private static final Duration WRITE = Duration.ofMillis(200);

    private static final Duration WRITE_MANY = Duration.ofSeconds(1);
    private static final int MANY = 100;
    /// This part of what an instance likes to hold stays with it when it has nothing to do.
    private static final int SMALL_PART = 10;

    /// More than a year, so that a year can be explained.
    private static final int KEPT_DAYS = 400;

    private static final BigInteger NO_CAP = BigInteger.TEN.pow(37);

    /// So many ends of calls may wait; beyond, calls are refused rather than forgotten.
    private static final int MOST_WAITING = 200_000;

    private final LedgerTable table;
    private final LedgerEntryTable entries;
    private final Clock clock;
    private final EntryQueue waiting = new EntryQueue();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread writer;
    /// Asks and returns are known to the books by these.
    private final AtomicLong numbers = new AtomicLong();

    private final LedgerColumns columns = new LedgerColumns();
    private Optional<EntryBatch> unwritten = Optional.empty();
    private Optional<Return> returning = Optional.empty();
    private volatile Term term;
    private volatile int instances = 1;
    private long lastBeat;
    private long lastTidy = System.nanoTime();
    private boolean failing;
    private LocalDate turned = LocalDate.MIN;

    private Ledger(Database database, Clock clock) {
        this.table = database.attach(LedgerTable.class);
        this.entries = database.attach(LedgerEntryTable.class);
        this.clock = clock;
        this.term = begin();
        this.writer = Thread.ofPlatform().daemon().name("ledger").unstarted(this::run);
    }

    /// What this instance holds, from one start to being given up.
    private record Term(UUID id, Set<Slice> slices) {}

    /// What goes back to everybody, by bucket.
    private record Return(Term from, long number, Map<Long, Long> spares) {}

    /// Enters this instance and starts writing.
    public static Ledger open(Database database, Clock clock) {
        Ledger ledger = new Ledger(database, clock);
        ledger.writer.start();
        return ledger;
    }

    private void turnDay() {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        if (!today.equals(turned)) {
            table.turn(today, today.minusDays(KEPT_DAYS));
            turned = today;
        }
    }

    private Term begin() {
        turnDay();
        UUID id = UUID.randomUUID();
        table.enter(id, LIFE.toSeconds());
        lastBeat = System.nanoTime();
        return new Term(id, ConcurrentHashMap.newKeySet());
    }

    /// Instances that share the books, this one included.
    int instances() {
        return instances;
    }

    @Override
    public void fill(Slice slice, long least, long most) {
        Term current = term;
        if (!slice.claim(current.id())) {
            slice.writeOff();
            return;
        }
        long heard = hear(current, slice);
        if (heard < least && !slice.isDead()) {
            ask(current, slice, numbers.incrementAndGet(), least - heard, most);
        }
    }

    /// Hears what an ask gave whose answer got lost, and makes sure that it gives nothing later.
    private long hear(Term current, Slice slice) {
        OptionalLong number = slice.unanswered();
        return number.isPresent() ? ask(current, slice, number.getAsLong(), 0, 0) : 0;
    }

    private long ask(Term current, Slice slice, long number, long least, long most) {
        Optional<Grant> grant;
        try {
            grant = table.take(wish(current, slice, number, least, most));
        } catch (RuntimeException e) {
            slice.unanswered(number);
            keep(current, slice);
            throw e;
        }
        if (grant.isEmpty()) {
            giveUp(current);
            slice.writeOff();
            return 0;
        }
        slice.granted(grant.get().bucket(), grant.get().granted(), grant.get().room());
        if (grant.get().granted() == 0 && least > 0) {
            slice.notEnough(System.nanoTime());
        }
        keep(current, slice);
        return grant.get().granted();
    }

    private static Ask wish(Term current, Slice slice, long number, long least, long most) {
        Limit limit = slice.account().limit();
        Span bucket = slice.bucket();
        return new Ask(
                current.id(),
                number,
                limit.id().value(),
                slice.account().subject(),
                limit.metric().word(),
                bucket.start(),
                bucket.end(),
                limit.window().since(bucket.start()),
                limit.rules().action() == Action.WARN ? NO_CAP : limit.amount(),
                least,
                most);
    }

    /// Keeps a slice in sight. Whoever ends the term writes off the slices it sees, so one that comes into
    /// sight afterwards has to be written off here.
    private void keep(Term current, Slice slice) {
        current.slices().add(slice);
        if (!term.id().equals(current.id())) {
            slice.writeOff();
        }
    }

    /// Queues how a call ended.
    void settled(Entry entry) {
        waiting.add(entry);
    }

    /// Whether the ends of calls are written about as fast as calls come.
    boolean keepsUp() {
        return waiting.size() < MOST_WAITING;
    }

    private void run() {
        try {
            Duration pause = WRITE;
            while (!closing.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                pause = waiting.size() > MANY ? WRITE_MANY : WRITE;
                round();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void round() {
        try {
            write();
            beat();
            tidy();
            failing = false;
        } catch (RuntimeException e) {
            // What was not written waits for the next round.
            if (!failing) {
                LOG.atWarn().setCause(e).log("ledger_unwritten");
            }
            failing = true;
        }
    }

    /// Writes the ends of calls that wait now.
    ///
    /// A batch that failed is sent again as it was: should it have been written after all, its entries are
    /// known there.
    synchronized void write() {
        turnDay();
        unwritten.ifPresent(this::finish);
        boolean areMore = true;
        while (areMore) {
            unwritten = waiting.take();
            // What comes while the last one is written would be a small batch; it waits for the next round.
            areMore = unwritten.filter(EntryBatch::isFull).isPresent();
            unwritten.ifPresent(this::finish);
        }
    }

    private void finish(EntryBatch batch) {
        send(term, batch);
        unwritten = Optional.empty();
        waiting.giveBack(batch);
    }

    private void send(Term current, EntryBatch batch) {
        List<Written> written = entries.settle(columns.of(current.id(), batch));
        if (written.stream().anyMatch(part -> part.bucket() == Slice.NO_BUCKET)) {
            giveUp(current);
            send(term, batch);
            return;
        }
        // By what was sent, and not by what the answer says: to a batch that is sent again it says nothing.
        columns.written();
        written.stream()
                .filter(part -> part.forced() > 0)
                .forEach(part -> columns.forced(part.bucket(), part.forced()));
    }

    private void beat() {
        long now = System.nanoTime();
        if (now - lastBeat < BEAT.toNanos()) {
            return;
        }
        Term current = term;
        if (table.beat(current.id(), LIFE.toSeconds()) == 0) {
            giveUp(current);
        }
        lastBeat = now;
        turnDay();
        int gone = table.giveUp();
        if (gone > 0) {
            LOG.atInfo().addKeyValue("instances", gone).log("ledger_instances_given_up");
        }
        instances = table.instances();
    }

    /// The others took this instance for gone. What it held is written off; it begins again with nothing.
    private synchronized void giveUp(Term lost) {
        if (term.id().equals(lost.id())) {
            LOG.atWarn().log("ledger_instance_was_given_up");
            term = begin();
            lost.slices().forEach(Slice::writeOff);
        }
    }

    /// Gives back what calls do not need.
    private void tidy() {
        long now = System.nanoTime();
        if (now - lastTidy < TIDY.toNanos()) {
            return;
        }
        lastTidy = now;
        Instant moment = clock.instant();
        giveBack(slice -> slice.bucket().end().isAfter(moment) ? worthKeeping(slice) : 0);
    }

    private long worthKeeping(Slice slice) {
        Account account = slice.account();
        long worth = account.worthKeeping(slice);
        return slice.isQuiet() ? 0 : Math.max(worth, account.welcome(instances) / SMALL_PART);
    }

    private void giveBack(ToLongFunction<Slice> keeping) {
        sendBack();
        Term current = term;
        for (Slice slice : current.slices()) {
            if (slice.unanswered().isPresent()) {
                slice.account().unlessAsking(() -> hear(current, slice));
            }
        }
        // From here to what is noted as returning the database is not asked: when it failed, spares would be nobody's.
        Map<Long, Long> spares = new TreeMap<>();
        for (Slice slice : current.slices()) {
            long spare = slice.spare(keeping.applyAsLong(slice));
            if (spare > 0) {
                spares.merge(slice.bucketId(), spare, Long::sum);
            } else if (slice.isDone()) {
                forget(current, slice);
            }
        }
        if (!spares.isEmpty()) {
            returning = Optional.of(new Return(current, numbers.incrementAndGet(), spares));
            sendBack();
        }
    }

    /// A return whose answer got lost is sent again as it was; until it is answered what it carries is
    /// nobody's.
    private void sendBack() {
        returning.ifPresent(back -> {
            if (!table.giveBack(
                    back.from().id(),
                    back.number(),
                    texts(back.spares().keySet()),
                    texts(back.spares().values()))) {
                giveUp(back.from());
            }
        });
        returning = Optional.empty();
    }

    /// It may have been filled again meanwhile.
    private void forget(Term current, Slice slice) {
        current.slices().remove(slice);
        if (!slice.isDone()) {
            keep(current, slice);
        }
    }

    private static String[] texts(Collection<Long> numbers) {
        return numbers.stream().map(Object::toString).toArray(String[]::new);
    }

    /// Writes the rest, and leaves: what is still held goes back to everybody.
    @Override
    public void close() {
        closing.countDown();
        try {
            writer.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        do {
            round();
        } while (!failing && waiting.size() > 0);
        giveBack(slice -> 0);
        table.leave(term.id());
        table.giveUp();
    }
}
