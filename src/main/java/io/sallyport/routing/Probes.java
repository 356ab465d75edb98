package io.sallyport.routing;

import io.sallyport.provider.Backends;
import io.sallyport.provider.Inventory;
import io.sallyport.provider.Listing;
import io.sallyport.provider.ModelListing;
import io.sallyport.provider.Upstream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// Lists the models of every backend from time to time: a free probe that also wakes resting targets. Backends
/// that could not be reached are asked more often, so that nobody waits for them longer than they are gone.
public final class Probes implements AutoCloseable {
    /// How often a switched-off probe looks whether it was switched on.
    private static final Duration IDLE = Duration.ofSeconds(10);

    /// How often a backend is asked that could not be reached.
    private static final Duration SOON = Duration.ofSeconds(3);

    private final ModelListing listing;
    private final Inventory inventory;
    private final HealthBoard health;
    private final Supplier<Backends> backends;
    private final Supplier<Duration> interval;
    private final Clock clock;
    private final Map<String, Probed> last = new ConcurrentHashMap<>();
    private final Map<String, Probed> lastGood = new ConcurrentHashMap<>();
    private final Thread thread;

    private Probes(
            ModelListing listing,
            Inventory inventory,
            HealthBoard health,
            Supplier<Backends> backends,
            Supplier<Duration> interval,
            Clock clock) {
        this.listing = listing;
        this.inventory = inventory;
        this.health = health;
        this.backends = backends;
        this.interval = interval;
        this.clock = clock;
        this.thread = Thread.ofVirtual().name("probes").unstarted(this::run);
    }

    /// What a backend answered when it was last asked.
    public record Probed(Instant at, Listing listing) {}

    /// Starts probing.
    ///
    /// @param interval time between two rounds; zero for none
    public static Probes start(
            ModelListing listing,
            Inventory inventory,
            HealthBoard health,
            Supplier<Backends> backends,
            Supplier<Duration> interval,
            Clock clock) {
        Probes probes = new Probes(listing, inventory, health, backends, interval, clock);
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
        return ask(_ -> true);
    }

    private CompletableFuture<Void> ask(Predicate<Upstream> which) {
        return CompletableFuture.allOf(
                backends.get().enabled().stream().filter(which).map(this::ask).toArray(CompletableFuture[]::new));
    }

    /// Asks one backend now, waits for what it says, and remembers that like the answer to a round.
    ///
    /// Threads: blocks; not for event loops.
    public Listing askAndWait(Upstream upstream) {
        return ask(upstream).join();
    }

    private CompletableFuture<Listing> ask(Upstream upstream) {
        return listing.ask(upstream).thenApply(answer -> {
            Probed probed = new Probed(clock.instant(), answer);
            last.put(upstream.name(), probed);
            answer.models().ifPresent(names -> {
                if (!names.isEmpty()) {
                    lastGood.put(upstream.name(), probed);
                }
                inventory.found(upstream.name(), names);
                health.reachable(upstream.name());
            });
            return answer;
        });
    }

    /// What a backend answered last; empty when it was not asked yet.
    public Optional<Probed> last(String backend) {
        return Optional.ofNullable(last.get(backend));
    }

    /// The answer whose models are in use: the last one that named any.
    public Optional<Probed> lastGood(String backend) {
        return Optional.ofNullable(lastGood.get(backend));
    }

    /// Forgets what a backend answered, because it is another one now or gone.
    public void forget(String backend) {
        last.remove(backend);
        lastGood.remove(backend);
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Duration pause = interval.get();
                if (pause.isZero()) {
                    Thread.sleep(IDLE);
                } else {
                    round().join();
                    lookAfterTheUnreached(pause);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void lookAfterTheUnreached(Duration pause) throws InterruptedException {
        long end = System.nanoTime() + pause.toNanos();
        for (long left = pause.toNanos(); left > 0; left = end - System.nanoTime()) {
            Thread.sleep(Duration.ofNanos(Math.min(left, SOON.toNanos())));
            ask(upstream -> health.isUnreached(upstream.name())).join();
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
