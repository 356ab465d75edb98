package io.sallyport.key;

import io.sallyport.database.Database;
import io.sallyport.lang.KeyId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Notes when keys were last used, and writes it down in batches instead of once per call.
///
/// The time is that of the first use since the last batch, so it may be [#PERIOD] too early.
public final class LastUse implements KeyUse, AutoCloseable {
    private static final Duration PERIOD = Duration.ofSeconds(10);
    private static final Logger LOG = LoggerFactory.getLogger(LastUse.class);

    private final KeyTable table;
    private final Map<KeyId, Instant> pending = new ConcurrentHashMap<>();
    private final Thread thread;
    private volatile boolean closed;

    private LastUse(Database database) {
        this.table = database.attach(KeyTable.class);
        this.thread = Thread.ofVirtual().name("key-last-use").unstarted(this::run);
    }

    public static LastUse open(Database database) {
        LastUse use = new LastUse(database);
        use.thread.start();
        return use;
    }

    @Override
    public void used(KeyId key, Instant when) {
        if (!pending.containsKey(key)) {
            pending.put(key, when);
        }
    }

    /// Writes down what is pending.
    ///
    /// Threads: waits for the database.
    public void flush() {
        Map<KeyId, Instant> batch = Map.copyOf(pending);
        if (!batch.isEmpty()) {
            batch.forEach(pending::remove);
            List<Entry<KeyId, Instant>> rows = List.copyOf(batch.entrySet());
            table.used(
                    rows.stream().map(Entry::getKey).toList(),
                    rows.stream().map(Entry::getValue).toList());
        }
    }

    /// Stops and writes the rest down, also what the thread has just taken.
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        write();
    }

    private void run() {
        while (!closed) {
            LockSupport.parkNanos(PERIOD.toNanos());
            write();
        }
    }

    /// A time that is lost because the database is away is not worth more than a line.
    private void write() {
        try {
            flush();
        } catch (RuntimeException e) {
            LOG.debug("last use of keys not written cause={}", e.getMessage());
        }
    }
}
