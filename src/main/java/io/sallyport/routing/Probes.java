package io.sallyport.routing;

import io.sallyport.provider.Backends;
import io.sallyport.provider.Inventory;
import io.sallyport.provider.ModelListing;
import io.sallyport.provider.Upstream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/// Lists the models of every backend from time to time: a free probe that also wakes resting targets.
public final class Probes implements AutoCloseable {
    /// How often a switched-off probe looks whether it was switched on.
    private static final Duration IDLE = Duration.ofSeconds(10);

    private final ModelListing listing;
    private final Inventory inventory;
    private final HealthBoard health;
    private final Supplier<Backends> backends;
    private final Supplier<Duration> interval;
    private final Thread thread;

    private Probes(
            ModelListing listing,
            Inventory inventory,
            HealthBoard health,
            Supplier<Backends> backends,
            Supplier<Duration> interval) {
        this.listing = listing;
        this.inventory = inventory;
        this.health = health;
        this.backends = backends;
        this.interval = interval;
        this.thread = Thread.ofVirtual().name("probes").unstarted(this::run);
    }

    /// Starts probing.
    ///
    /// @param interval time between two rounds; zero for none
    public static Probes start(
            ModelListing listing,
            Inventory inventory,
            HealthBoard health,
            Supplier<Backends> backends,
            Supplier<Duration> interval) {
        Probes probes = new Probes(listing, inventory, health, backends, interval);
        probes.thread.start();
        return probes;
    }

    /// Asks every enabled backend now, without waiting for the answers.
    public void askAll() {
        var _ = round();
    }

    /// Asks every enabled backend now and waits until all have answered or failed, a few seconds at most.
    ///
    /// Threads: blocks; not for event loops.
    public void askAllAndWait() {
        round().join();
    }

    private CompletableFuture<Void> round() {
        return CompletableFuture.allOf(
                backends.get().enabled().stream().map(this::ask).toArray(CompletableFuture[]::new));
    }

    private CompletableFuture<Void> ask(Upstream upstream) {
        return listing.ask(upstream)
                .thenAccept(models -> models.ifPresent(names -> {
                    inventory.found(upstream.name(), names);
                    health.reachable(upstream.name());
                }));
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                if (!interval.get().isZero()) {
                    round().join();
                }
                Duration pause = interval.get();
                Thread.sleep(pause.isZero() ? IDLE : pause);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
