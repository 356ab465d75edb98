package io.sallyport.database;

import io.sallyport.lang.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Our own PostgreSQL server: unpacked, started, watched and stopped by the gateway.
///
/// It listens on the loopback address only, checks a generated password and writes through to disk. When it dies it is
/// started again; when the gateway dies the kernel ends it (Linux), or the next start does.
/// Threads: safe. One thread of its own starts the server and lives as long as it.
public final class EmbeddedPostgres implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final int POLL_MILLIS = 5;
    private static final int STOP_SECONDS = 10;

    private final FolderLock lock;
    private final Cluster cluster;
    private final DatabaseAddress address;
    private final int port;
    private final List<String> parameters;
    private final CountDownLatch started = new CountDownLatch(1);
    private final CountDownLatch closing = new CountDownLatch(1);
    private final AtomicInteger restarts = new AtomicInteger();
    private final Thread supervisor;
    private volatile @Nullable Process process;
    private volatile @Nullable String failure;

    private EmbeddedPostgres(FolderLock lock, Cluster cluster, int port, List<String> parameters) throws IOException {
        this.lock = lock;
        this.cluster = cluster;
        this.port = port;
        this.parameters = parameters;
        Secret password = cluster.password();
        this.address =
                new DatabaseAddress("jdbc:postgresql://127.0.0.1:" + port + "/" + Cluster.NAME, Cluster.NAME, password);
        this.supervisor = Thread.ofPlatform().daemon().name("embedded-postgres").unstarted(this::supervise);
    }

    /// Starts the server and returns when it takes connections.
    ///
    /// Errors: [EmbeddedPostgresException] when another gateway uses the folder or the server cannot run here.
    public static EmbeddedPostgres start(EmbeddedSettings settings) {
        FolderLock lock = FolderLock.take(settings.folder());
        try {
            Programs programs = Programs.unpacked(settings.programs());
            Launch launch = Launch.choose(lock.file());
            Cluster cluster = new Cluster(settings.folder(), programs, launch);
            cluster.stopStale();
            cluster.create();
            List<String> parameters = settings.parameters().entrySet().stream()
                    .map(entry -> entry.getKey() + "=" + entry.getValue())
                    .sorted()
                    .toList();
            EmbeddedPostgres postgres = new EmbeddedPostgres(lock, cluster, freePort(), parameters);
            postgres.supervisor.start();
            postgres.awaitStart();
            return postgres;
        } catch (IOException e) {
            lock.close();
            throw new EmbeddedPostgresException("The embedded PostgreSQL cannot start: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            lock.close();
            Thread.currentThread().interrupt();
            throw new EmbeddedPostgresException("The start of the embedded PostgreSQL was interrupted", e);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /// Where the server answers; stays the same when the server is started again.
    public DatabaseAddress address() {
        return address;
    }

    public boolean isRunning() {
        Process current = process;
        return current != null && current.isAlive() && cluster.isReady(current.pid());
    }

    /// How often the server died and was started again.
    public int restarts() {
        return restarts.get();
    }

    /// Ends sessions, writes everything down and stops the server.
    @Override
    public void close() {
        if (closing.getCount() == 0) {
            return;
        }
        closing.countDown();
        try {
            Process current = process;
            if (current != null && current.isAlive()) {
                cluster.stop(Cluster.Shutdown.FAST);
                if (!current.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                    cluster.stop(Cluster.Shutdown.IMMEDIATE);
                    current.waitFor(STOP_SECONDS, TimeUnit.SECONDS);
                }
            }
            supervisor.join(TimeUnit.SECONDS.toMillis(STOP_SECONDS));
        } catch (IOException e) {
            LOG.warn("embedded-postgres stopped=false cause={}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.close();
        }
    }

    private void awaitStart() throws InterruptedException {
        boolean inTime = started.await(START_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        String why = inTime ? failure : "it took longer than " + START_LIMIT.toSeconds() + " s";
        if (why != null) {
            close();
            throw new EmbeddedPostgresException("The embedded PostgreSQL does not start: " + why);
        }
    }

    private void supervise() {
        Duration pause = SHORTEST_PAUSE;
        try {
            while (closing.getCount() > 0) {
                long begin = System.nanoTime();
                runOnce();
                if (started.getCount() > 0) {
                    failure = cluster.logTail();
                    started.countDown();
                    return;
                }
                boolean stayedUp = System.nanoTime() - begin > LONGEST_PAUSE.toNanos();
                pause = stayedUp ? SHORTEST_PAUSE : min(pause.multipliedBy(2), LONGEST_PAUSE);
                if (closing.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
                LOG.warn("embedded-postgres restarts={}", restarts.incrementAndGet());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// One life of the server, from start to end.
    private void runOnce() throws InterruptedException {
        try {
            Process current = cluster.start(port, parameters);
            process = current;
            if (closing.getCount() == 0) {
                // We were closed between two lives of the server, when there was none to stop.
                current.destroy();
            }
            while (started.getCount() > 0 && !current.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                if (cluster.isReady(current.pid())) {
                    started.countDown();
                }
            }
            current.waitFor();
        } catch (IOException e) {
            LOG.warn("embedded-postgres started=false cause={}", e.getMessage());
        }
    }

    private static Duration min(Duration first, Duration second) {
        return first.compareTo(second) < 0 ? first : second;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
