package io.sallyport.routing;

import io.sallyport.database.Changes;
import io.sallyport.database.Database;
import io.sallyport.routing.HealthBoard.Health;
import io.sallyport.routing.RestTable.RestRow;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Lets all instances know which targets rest: what one learned by a failure, the others need not learn again.
///
/// Calls never wait for it. While the database cannot be reached, each instance keeps to what it knows itself.
/// Threads: safe.
public final class SharedRests implements HealthBoard.Listener, AutoCloseable {
    /// Topic of [Changes] for rests.
    public static final String TOPIC = "rests";

    private static final Logger LOG = LoggerFactory.getLogger(SharedRests.class);

    /// How long a rest is remembered after its end, so that instances that were slow still see it.
    private static final Duration REMEMBERED = Duration.ofMinutes(10);

    private final Database database;
    private final HealthBoard health;
    private final Clock clock;
    /// One thread, so that a rest and its end are written in their order.
    private final ExecutorService writer =
            Executors.newSingleThreadExecutor(Thread.ofVirtual().name("rests").factory());

    private SharedRests(Database database, HealthBoard health, Clock clock) {
        this.database = database;
        this.health = health;
        this.clock = clock;
    }

    /// Begins to share what this board learns.
    public static SharedRests open(Database database, HealthBoard health, Clock clock) {
        SharedRests rests = new SharedRests(database, health, clock);
        health.share(rests);
        return rests;
    }

    /// Takes over what other instances learn.
    public void listen(Changes changes) {
        changes.onChange(TOPIC, this::reload);
    }

    private void reload() {
        Map<String, Health> rests = database.attach(RestTable.class).all().stream()
                .collect(Collectors.toMap(
                        RestRow::target, row -> new Health(row.failures(), row.restsUntil(), row.why())));
        health.learn(rests);
    }

    @Override
    public void rested(String target, Health rest) {
        Instant old = clock.instant().minus(REMEMBERED);
        write(table -> {
            table.put(new RestRow(target, rest.restsUntil(), rest.failures(), rest.lastFailure()));
            table.deleteBefore(old);
        });
    }

    @Override
    public void woke(String target) {
        write(table -> table.delete(target));
    }

    private void write(Consumer<RestTable> change) {
        writer.execute(() -> {
            try {
                database.useTransaction(transaction -> {
                    change.accept(transaction.attach(RestTable.class));
                    transaction.bump(TOPIC);
                });
            } catch (RuntimeException e) {
                LOG.debug("rest shared=false cause={}", e.getMessage());
            }
        });
    }

    @Override
    public void close() {
        writer.shutdownNow();
    }
}
