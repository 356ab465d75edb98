package io.sallyport.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.lang.KeyId;
import io.sallyport.lang.Money;
import io.sallyport.testkit.TestDatabase;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RecordMappingTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00.123456Z");
    private static final Row FULL = new Row(
            new KeyId("key-1"),
            UUID.fromString("018f0000-0000-7000-8000-000000000001"),
            Money.ofDollars(new BigDecimal("12.000000000001")),
            new Money(new BigInteger("123456789012345678901234567890")),
            NOON,
            List.of("a", "b"),
            "{\"x\": 1}",
            Colour.RED,
            new KeyId("key-0"));

    private final TestDatabase db = TestDatabase.empty();
    private ThingTable things = db.database().attach(ThingTable.class);

    @BeforeAll
    void createTable() {
        db.execute("create schema sallyport");
        db.execute("""
                create table thing (id text primary key, call uuid not null, amount numeric not null, most numeric,
                  made_at timestamptz, tags text[] not null, body jsonb, colour text, parent text)
                """);
    }

    @BeforeEach
    void emptyTable() {
        db.execute("delete from thing");
        things = db.database().attach(ThingTable.class);
    }

    @AfterAll
    void close() {
        db.close();
    }

    @Test
    void aRecordGoesToARowAndBack() {
        things.add(FULL);

        assertThat(things.find(FULL.id())).contains(FULL);
    }

    @Test
    void absentValuesStayAbsent() {
        Row bare = new Row(new KeyId("key-2"), FULL.call(), Money.ZERO, null, null, List.of(), null, null, null);

        things.add(bare);

        assertThat(things.find(bare.id())).contains(bare);
    }

    @Test
    void idsComeAsAColumnAndGoAsAnArray() {
        things.add(FULL);

        assertThat(things.idsAmong(List.of(FULL.id(), new KeyId("other")))).containsExactly(FULL.id());
        assertThat(things.total()).isEqualTo(FULL.amount());
    }

    @Test
    void aTransactionIsWholeOrNothing() {
        assertThatThrownBy(() -> db.database().useTransaction(transaction -> {
                    transaction.attach(ThingTable.class).add(FULL);
                    transaction.attach(ThingTable.class).add(FULL);
                }))
                .hasMessageContaining("duplicate key");

        assertThat(things.find(FULL.id())).isEmpty();
    }

    @Test
    void aTransactionMayTakeLongerThanUsual() {
        String limit = db.database().inTransaction(transaction -> {
            transaction.allow(Duration.ofMinutes(2));
            return transaction.attach(ThingTable.class).limit();
        });

        assertThat(limit).isEqualTo("2min");
    }

    enum Colour {
        RED
    }

    record Row(
            KeyId id,
            UUID call,
            Money amount,
            @Nullable Money most,
            @Nullable Instant madeAt,
            List<String> tags,
            @Nullable String body,
            @Nullable Colour colour,
            @Nullable KeyId parent) {}

    interface ThingTable {
        @SqlUpdate("""
                insert into thing values (:id, :call, :amount, :most, :madeAt, :tags, :body::jsonb, :colour, :parent)
                """)
        void add(@BindRecord Row row);

        @SqlQuery("select * from thing where id = :id")
        Optional<Row> find(@Bind KeyId id);

        @SqlQuery("select id from thing where id = any(:ids)")
        List<KeyId> idsAmong(@Bind List<KeyId> ids);

        @SqlQuery("select sum(amount) from thing")
        Money total();

        @SqlQuery("show statement_timeout")
        String limit();
    }
}
