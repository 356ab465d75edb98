package io.sallyport.testkit;

import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// One address for several instances, as a Service of Kubernetes is: every connection goes to the next instance
/// that says it is ready. It repeats nothing, and knows nothing of what is in a connection.
///
/// Threads: safe.
public final class Balancer implements AutoCloseable {
    private static final Duration BETWEEN_QUESTIONS = Duration.ofMillis(50);

    private final List<Instance> instances = new CopyOnWriteArrayList<>();
    private final AtomicInteger turn = new AtomicInteger();
    private final FaultProxy proxy = FaultProxy.before(this::next);
    private volatile boolean closed;

    private Balancer() {}

    public static Balancer start() {
        Balancer balancer = new Balancer();
        Thread.ofVirtual().name("balancer").start(balancer::askAll);
        return balancer;
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + proxy.port());
    }

    /// Leads connections to one more instance, which is ready by now.
    public void add(URI url) {
        Instance instance = new Instance(url);
        instance.ask();
        instances.add(instance);
    }

    /// Forgets an instance that has ended.
    public void remove(URI url) {
        instances.removeIf(instance -> instance.port == url.getPort());
    }

    private int next() {
        List<Instance> ready =
                instances.stream().filter(instance -> instance.ready).toList();
        return ready.get(Math.floorMod(turn.getAndIncrement(), ready.size())).port;
    }

    private void askAll() {
        while (!closed) {
            instances.forEach(Instance::ask);
            LockSupport.parkNanos(BETWEEN_QUESTIONS.toNanos());
        }
    }

    @Override
    public void close() {
        closed = true;
        proxy.close();
    }

    /// One instance and how it answered last.
    private static final class Instance {
        private final URI url;
        private final int port;
        private volatile boolean ready;

        Instance(URI url) {
            this.url = url;
            this.port = url.getPort();
        }

        void ask() {
            ready = isReady();
        }

        private boolean isReady() {
            try (Passerby passerby = new Passerby(url)) {
                HttpResponse<String> health = passerby.get("/readyz");
                return health.statusCode() == 200;
            } catch (RuntimeException gone) {
                return false;
            }
        }
    }
}
