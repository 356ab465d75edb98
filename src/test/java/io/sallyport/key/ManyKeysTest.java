package io.sallyport.key;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.key.ApiKey.Status;
import io.sallyport.lang.BackendProfileId;
import io.sallyport.lang.KeyId;
import io.sallyport.lang.UserId;
import io.sallyport.testkit.Crowd;
import io.sallyport.testkit.TestDatabase;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// The lists of operators where there are 10,000 keys of 5,000 people: how many rows are read for a page.
@TestInstance(Lifecycle.PER_CLASS)
@Tag("AP8")
@Tag("L15")
final class ManyKeysTest {
    private static final int PAGE = 50;

    /// Rows that may be read for a page that an index leads to.
    private static final long FEW = 8 * PAGE;

    private static final long USERS = 5_000;
    private static final long KEYS = 10_000;

    private static final KeyId MIDDLE = new KeyId("k-05000");
    private static final UserId SOMEBODY = new UserId("u-02500");
    private static final BackendProfileId SMALL = new BackendProfileId("small");

    private final TestDatabase database = TestDatabase.migrated();

    @BeforeAll
    void fills() {
        Crowd.in(database);
    }

    @AfterAll
    void closes() {
        database.close();
    }

    @Test
    void readsAPageAnywhereWithoutReadingTheOthers() {
        assertThat(rowsFor(KeyFilter.ALL, Optional.empty(), PAGE)).isLessThan(FEW);
        assertThat(rowsFor(KeyFilter.ALL, Optional.of(MIDDLE), PAGE)).isLessThan(FEW);
    }

    @Test
    void readsTheKeysOfABackendProfileByItsIndex() {
        KeyFilter filter = of(Optional.empty(), Optional.empty(), Optional.of(SMALL));

        assertThat(rowsFor(filter, Optional.empty(), 20)).isLessThan(FEW);
    }

    @Test
    void readsEachKeyOnceToFindThoseOfAPerson() {
        KeyFilter filter = of(Optional.empty(), Optional.of(SOMEBODY), Optional.empty());

        assertThat(rowsFor(filter, Optional.empty(), 2)).isLessThan(KEYS + FEW);
    }

    @Test
    void readsEachKeyAndEachPersonOnceToFindAnAddress() {
        KeyFilter filter = of(Optional.of("U-02500@"), Optional.empty(), Optional.empty());

        assertThat(rowsFor(filter, Optional.empty(), 2)).isLessThan(KEYS + USERS + FEW);
    }

    @Test
    void readsEachKeyOnceToFindWhatIsRare() {
        KeyFilter revoked = new KeyFilter(Optional.of(Status.REVOKED), Optional.empty(), Optional.empty());

        assertThat(rowsFor(revoked, Optional.empty(), 10)).isLessThan(KEYS + FEW);
    }

    @Test
    void namesTheOwnersOfAPageWithoutReadingOtherKeys() {
        List<String> page = IntStream.rangeClosed(5_001, 5_000 + PAGE)
                .mapToObj("k-%05d"::formatted)
                .toList();

        long read = rowsFor(table -> assertThat(table.owners(page))
                .hasSize(PAGE)
                .allMatch(owner -> owner.email().isPresent()));

        assertThat(read).isLessThan(USERS + FEW);
    }

    private static KeyFilter of(Optional<String> search, Optional<UserId> user, Optional<BackendProfileId> profile) {
        return new KeyFilter(Optional.empty(), Optional.empty(), Optional.empty(), search, user, profile);
    }

    /// Rows that are read for a page that has so many keys.
    private long rowsFor(KeyFilter filter, Optional<KeyId> after, int found) {
        return rowsFor(table -> assertThat(table.list(after, filter, PAGE)).hasSize(found));
    }

    private long rowsFor(Consumer<KeyTable> reading) {
        AtomicLong read = new AtomicLong();
        database.database().useTransaction(transaction -> {
            ReadRowsTable rows = transaction.attach(ReadRowsTable.class);
            long before = rows.read();
            reading.accept(transaction.attach(KeyTable.class));
            read.set(rows.read() - before);
        });
        return read.get();
    }

    /// What this transaction has read of tables so far.
    interface ReadRowsTable {
        @SqlQuery("select coalesce(sum(seq_tup_read + coalesce(idx_tup_fetch, 0)), 0) from pg_stat_xact_user_tables")
        long read();
    }
}
