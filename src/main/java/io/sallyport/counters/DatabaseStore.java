package io.sallyport.counters;

import io.sallyport.lang.RefusedException;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;

/// Counters in PostgreSQL.
final class DatabaseStore implements CounterStore {
    /// How much longer than its window a row stays, so that no clock that runs ahead opens a window twice.
    private static final Duration SLACK = Duration.ofMinutes(1);
    /// With a beat every five seconds, once a minute.
    private static final int BEATS_PER_SWEEP = 12;

    private final CounterTable table;
    private final String instance;
    private final Clock clock;
    private int beats;

    DatabaseStore(CounterTable table, String instance, Clock clock) {
        this.table = table;
        this.instance = instance;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "postgresql";
    }

    @Override
    public long take(CounterWindow window, long cap, long want) {
        double lifetime = seconds(window.left(clock.instant()).plus(SLACK));
        return asked(() -> table.take(window.id().text(), window.start(), lifetime, cap, want));
    }

    @Override
    public void giveBack(CounterWindow window, long amount) {
        told(() -> table.giveBack(window.id().text(), window.start(), amount));
    }

    @Override
    public long hold(CounterId id, long cap, long held, long wanted) {
        return asked(() -> table.hold(id.text(), instance, seconds(LEASE), cap, held, wanted));
    }

    @Override
    public Presence beat() {
        CounterTable.Beat beat = asked(() -> table.beat(instance, seconds(LEASE)));
        if (beats++ % BEATS_PER_SWEEP == 0) {
            told(this::sweep);
        }
        return new Presence(beat.known(), beat.instances());
    }

    private void sweep() {
        table.forgetWindows();
        table.forgetSlots(seconds(FORGOTTEN_AFTER));
        table.forgetInstances(seconds(FORGOTTEN_AFTER));
    }

    @Override
    public void leave() {
        told(() -> table.leave(instance));
    }

    /// The connections belong to whoever opened the database.
    @Override
    public void close() {}

    private void told(Runnable statement) {
        asked(() -> {
            statement.run();
            return true;
        });
    }

    private static <T> T asked(Supplier<T> statement) {
        try {
            return statement.get();
        } catch (RefusedException e) {
            throw new StoreUnavailable("does not answer in time", e);
        }
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
