package io.sallyport.counters;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.testkit.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class DatabaseStoreTest implements StoreContract {
    private final TestDatabase database = TestDatabase.migrated();

    @AfterEach
    void close() {
        database.close();
    }

    @Override
    public CounterStore instance(String instance) {
        return new DatabaseStore(database.database().attach(CounterTable.class), id(instance), Clock.systemUTC());
    }

    @Override
    public void outlive(String instance) {
        database.execute("update counter_instance set seen_at = seen_at - interval '16 seconds' where id = '"
                + id(instance) + "'");
    }

    @Override
    public void empty() {
        database.execute("truncate shared_counter, shared_slots, counter_instance");
    }

    @Test
    @Tag("F15")
    void forgetsWhatIsOver() {
        CounterStore store = instance("a");
        store.take(StoreContract.window(ID), 10, 1);
        store.take(StoreContract.window(CounterId.of("over")), 10, 1);
        store.beat();
        store.hold(ID, 10, 0, 1);
        instance("b").beat();
        database.execute("""
                update shared_counter set forget_at = now() - interval '1 second'
                where id = '%s'::uuid""".formatted(CounterId.of("over").text()));
        database.execute("update shared_slots set changed_at = now() - interval '61 minutes'");
        database.execute(
                "update counter_instance set seen_at = now() - interval '61 minutes' where id = '" + id("b") + "'");

        instance("a").beat();

        assertThat(database.rows("select count(*) from shared_counter").getFirst())
                .containsExactly("1");
        assertThat(database.rows("select count(*) from shared_slots").getFirst())
                .containsExactly("0");
        assertThat(database.rows("select count(*) from counter_instance").getFirst())
                .containsExactly("1");
    }

    @Test
    void keepsCountersOutOfTheWriteAheadLog() {
        assertThat(database.rows("""
                select relname from pg_class where relpersistence = 'u' and relkind = 'r' order by 1"""))
                .extracting(row -> row.getFirst())
                .containsExactly("counter_instance", "shared_counter", "shared_slots");
    }

    private static String id(String instance) {
        return UUID.nameUUIDFromBytes(instance.getBytes(StandardCharsets.UTF_8)).toString();
    }
}
