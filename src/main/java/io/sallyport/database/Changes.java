package io.sallyport.database;

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
/// A change is made known by [Transaction#bump]. It arrives by notification, usually within milliseconds, or by the
/// poll that compares versions each second, which does not depend on the notification's connection.
/// Threads: actions run one after the other on one thread; an action that fails is repeated with the next poll.
public final class Changes implements AutoCloseable {
    static final String CHANNEL = "sallyport_changes";
    private static final Logger LOG = LoggerFactory.getLogger(Changes.class);
    private static final long POLL_MILLIS = 1000;
    private static final long CLOSE_MILLIS = 5000;

    private final VersionTable versions;
    private final Notifications notifications;
    private final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();
    /// Touched by the one thread only.
    private final Map<String, Long> newest = new HashMap<>();

    private final Semaphore wake = new Semaphore(0);
    private final Thread thread;
    private volatile boolean closed;
    private volatile boolean wentBack;

    private Changes(Database database, DatabaseAddress address) {
        this.versions = database.attach(VersionTable.class);
        this.notifications = new Notifications(address, CHANNEL, wake::release);
        this.thread = Thread.ofPlatform().daemon().name("database-changes").unstarted(this::run);
    }

    public static Changes open(Database database, DatabaseAddress address) {
        Changes changes = new Changes(database, address);
        changes.thread.start();
        changes.notifications.start();
        return changes;
    }

    /// Runs the action whenever the topic has changed, and once soon when it ever did: subscribe first, then load, and
    /// no change is missed.
    public void onChange(String topic, Runnable action) {
        subscriptions.add(new Subscription(topic, action));
        wake.release();
    }

    /// Whether the database was seen in an older state than before, as after the restore of a backup.
    ///
    /// What was remembered is loaded anew then; but keys that had been revoked may work again, so somebody
    /// has to look.
    public boolean hasGoneBack() {
        return wentBack;
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
            for (Version version : versions.all()) {
                notice(version);
                subscriptions.stream()
                        .filter(subscription -> subscription.topic.equals(version.topic()))
                        .forEach(subscription -> subscription.reach(version.version()));
            }
        } catch (RuntimeException e) {
            // Nothing is lost: versions that were not reached are still ahead at the next poll.
            LOG.debug("changes polled=false cause={}", e.getMessage());
        }
    }

    private void notice(Version version) {
        Long before = newest.put(version.topic(), version.version());
        if (before != null && before > version.version()) {
            wentBack = true;
            LOG.error("database went_back topic={} from={} to={}", version.topic(), before, version.version());
        }
    }

    /// One topic as the database has it.
    record Version(String topic, long version) {}

    interface VersionTable {
        @SqlQuery("select topic, version from change_version")
        List<Version> all();
    }

    /// One action and the version it has seen. Touched by the one thread of [Changes] only.
    private static final class Subscription {
        private final String topic;
        private final Runnable action;
        private long seen;

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
