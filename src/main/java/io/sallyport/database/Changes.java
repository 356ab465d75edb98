package io.sallyport.database;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells this instance what any instance changed: keys, catalog, backends.
///
/// A change is made known by [Transaction#bump]. It arrives by notification, usually within milliseconds, or by
/// the poll that compares versions each second, which does not depend on the notification's connection.
/// Threads: actions run one after the other on one thread; an action that fails is repeated with the next poll.
public final class Changes implements AutoCloseable {
    static final String CHANNEL = "sallyport_changes";

    /// The topic of acknowledgements.
    static final String ACKNOWLEDGED = "restore_acknowledged";

    private static final Logger LOG = LoggerFactory.getLogger(Changes.class);
    private static final long POLL_MILLIS = 1000;
    private static final long CLOSE_MILLIS = 5000;

    private final Database database;
    private final Regression regression;
    private final VersionTable versions;
    private final Notifications notifications;
    private final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();
    private final Semaphore wake = new Semaphore(0);
    private final Thread thread;
    private volatile boolean closed;

    private Changes(Database database, DatabaseAddress address, HighWater highWater) {
        this.database = database;
        this.regression = new Regression(highWater);
        this.versions = database.attach(VersionTable.class);
        this.notifications = new Notifications(address, CHANNEL, wake::release);
        this.thread = Thread.ofPlatform().daemon().name("database-changes").unstarted(this::run);
    }

    /// Listens; what was seen is forgotten in the end.
    public static Changes open(Database database, DatabaseAddress address) {
        return open(new Changes(database, address, HighWater.forgotten()));
    }

    /// Listens, and notices when the database has become older since the last time.
    ///
    /// @param folder where is kept what was seen
    public static Changes open(Database database, DatabaseAddress address, Path folder) {
        return open(new Changes(database, address, HighWater.in(folder)));
    }

    private static Changes open(Changes changes) {
        changes.regression.load();
        changes.thread.start();
        changes.notifications.start();
        return changes;
    }

    /// Runs the action whenever the topic has changed, and once soon when it ever did: subscribe first, then
    /// load, and no change is missed.
    public void onChange(String topic, Runnable action) {
        subscriptions.add(new Subscription(topic, action));
        wake.release();
    }

    /// How many changes of all topics it listens to this instance has taken over: the same on instances that
    /// listen to the same and are up to date.
    public long reached() {
        Map<String, Long> byTopic = new HashMap<>();
        subscriptions.forEach(subscription -> byTopic.merge(subscription.topic, subscription.seen, Math::min));
        return byTopic.values().stream().mapToLong(Long::longValue).sum();
    }

    /// Whether the database was seen in an older state than before, as after the restore of a backup, and
    /// nobody has acknowledged that.
    ///
    /// What was remembered is loaded anew then; but keys that had been revoked may work again, so somebody
    /// has to look.
    public boolean hasGoneBack() {
        return regression.isOlder();
    }

    /// Says to every instance that the state of the database is meant as it is; they hear it within a second.
    public void acknowledge() {
        database.useTransaction(transaction -> transaction.bump(ACKNOWLEDGED));
    }

    @Override
    public void close() {
        closed = true;
        notifications.close();
        wake.release();
        try {
            thread.join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!closed) {
                if (wake.tryAcquire(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                    wake.drainPermits();
                }
                if (!closed && !subscriptions.isEmpty()) {
                    poll();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void poll() {
        try {
            List<Version> all = versions.all();
            regression.look(all);
            for (Version version : all) {
                subscriptions.stream()
                        .filter(subscription -> subscription.topic.equals(version.topic()))
                        .forEach(subscription -> subscription.reach(version.version()));
            }
        } catch (RuntimeException e) {
            // Nothing is lost: versions that were not reached are still ahead at the next poll.
            LOG.debug("changes polled=false cause={}", e.getMessage());
        }
    }

    /// One topic as the database has it.
    record Version(String topic, long version) {}

    interface VersionTable {
        @SqlQuery("select topic, version from change_version")
        List<Version> all();
    }

    /// One action and the version it has seen, which the one thread of [Changes] alone writes.
    private static final class Subscription {
        private final String topic;
        private final Runnable action;
        private volatile long seen;

        Subscription(String topic, Runnable action) {
            this.topic = topic;
            this.action = action;
        }

        void reach(long version) {
            // Going back happens when a backup was restored; that is a change, too.
            if (version == seen) {
                return;
            }
            try {
                action.run();
                seen = version;
            } catch (RuntimeException e) {
                LOG.warn("change topic={} applied=false", topic, e);
            }
        }
    }
}
