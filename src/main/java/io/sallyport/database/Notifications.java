package io.sallyport.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hears what other instances announce on one channel, on a connection and a thread of its own.
///
/// The listener is also told after each new connection, because announcements made in between are lost.
final class Notifications implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Notifications.class);
    /// Silence after which the line is tested.
    private static final Duration QUIET = Duration.ofSeconds(10);

    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(3);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final DatabaseAddress address;
    private final String channel;
    private final Runnable listener;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private volatile @Nullable Connection connection;

    Notifications(DatabaseAddress address, String channel, Runnable listener) {
        this.address = address;
        this.channel = channel;
        this.listener = listener;
        this.thread =
                Thread.ofPlatform().daemon().name("database-notifications").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    @Override
    public void close() {
        closing.countDown();
        Connection current = connection;
        try {
            if (current != null) {
                // Unlike close(), abort does not wait for the thread that is reading.
                current.abort(Runnable::run);
            }
            thread.join(ANSWER_LIMIT);
        } catch (SQLException e) {
            LOG.warn("notifications closed=false cause={}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            do {
                listenWhileConnected();
            } while (!closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void listenWhileConnected() {
        try (Connection current = Connections.single(address, "notifications");
                Statement statement = current.createStatement()) {
            connection = current;
            current.setNetworkTimeout(Runnable::run, (int) ANSWER_LIMIT.toMillis());
            statement.execute("listen " + channel);
            listener.run();
            PGConnection postgres = current.unwrap(PGConnection.class);
            while (closing.getCount() > 0) {
                PGNotification[] heard = postgres.getNotifications((int) QUIET.toMillis());
                if (heard != null && heard.length > 0) {
                    listener.run();
                } else {
                    statement.execute("select 1");
                }
            }
        } catch (SQLException e) {
            // The version poll of Changes keeps working meanwhile; the next round connects again.
            LOG.debug("notifications connected=false cause={}", e.getMessage());
        }
    }
}
