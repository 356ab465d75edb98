package io.sallyport.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.limit.Entry.Ending;
import io.sallyport.limit.LedgerEntryTable.Batch;
import io.sallyport.limit.Limit.Coverage;
import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("LEDGER")
final class LedgerColumnsTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00.000120Z");
    private static final UUID HERE = UUID.fromString("00000000-0000-4000-8000-00000000000a");
    private static final UUID LOST = UUID.fromString("00000000-0000-4000-8000-00000000000b");
    private static final UUID CALL = UUID.fromString("019a0000-0000-7000-8000-000000000001");

    private final LedgerColumns columns = new LedgerColumns();

    @Test
    void writesEveryColumnAsAnArray() {
        List<Slice> slices = List.of(slice(HERE, 7), slice(HERE, 8));
        Entry settled = new Entry(CALL, Ending.SETTLED, NOON, slices, new Need(620, OptionalLong.of(1_040L)), true);
        Entry voided = new Entry(CALL, Ending.VOIDED, NOON.plusSeconds(1), slices, Need.NOTHING, false);

        Batch batch = columns.of(HERE, batch(settled, voided));

        assertThat(batch)
                .isEqualTo(new Batch(
                        HERE,
                        "{" + CALL + "," + CALL + "}",
                        "{settled,voided}",
                        "{2026-11-21T12:00:00.000120Z,2026-11-21T12:00:01.000120Z}",
                        "{\"{7,8}\",\"{7,8}\"}",
                        "{1,0}",
                        "{620,0}",
                        "{1040,0}",
                        "{t,f}"));
    }

    @Test
    void leavesTheCostEmptyThatNobodyKnows() {
        Need used = new Need(5, OptionalLong.empty());

        Batch batch =
                columns.of(HERE, batch(new Entry(CALL, Ending.SETTLED, NOON, List.of(slice(HERE, 7)), used, false)));

        assertThat(batch.costs()).isEqualTo("{\"\"}");
    }

    @Test
    void namesOnlyWhatIsHeldInThePresentName() {
        List<Slice> slices = List.of(slice(LOST, 6), slice(HERE, 7), slice(LOST, 8));

        Batch batch = columns.of(HERE, batch(new Entry(CALL, Ending.SETTLED, NOON, slices, Need.NOTHING, false)));

        assertThat(batch.kinds()).isEqualTo("{settled}");
        assertThat(batch.buckets()).isEqualTo("{\"{7}\"}");
    }

    @Test
    void namesAllOfALateOne() {
        List<Slice> slices = List.of(slice(LOST, 6), slice(LOST, 8));

        Batch batch = columns.of(HERE, batch(new Entry(CALL, Ending.SETTLED, NOON, slices, Need.NOTHING, false)));

        assertThat(batch.kinds()).isEqualTo("{late}");
        assertThat(batch.buckets()).isEqualTo("{\"{6,8}\"}");
    }

    @Test
    void beginsEveryBatchAnew() {
        Entry entry = new Entry(CALL, Ending.SETTLED, NOON, List.of(slice(HERE, 7)), Need.NOTHING, false);
        Batch first = columns.of(HERE, batch(entry));

        Batch second = columns.of(HERE, batch(entry));

        assertThat(second).isEqualTo(first);
        assertThat(columns.of(HERE, batch()).ids()).isEqualTo("{}");
    }

    private static EntryBatch batch(Entry... entries) {
        EntryBatch batch = new EntryBatch();
        List.of(entries).forEach(batch::add);
        return batch;
    }

    private static Slice slice(UUID holder, long bucket) {
        Limit limit = LimitFixture.limit(
                Coverage.each(Scope.TENANT),
                Metric.COST,
                new Window.Calendar(Window.Calendar.Unit.DAY, 1, ZoneOffset.UTC),
                100);
        Slice slice = new Account(limit, "t", (_, _, _) -> {}, NOON).slice(NOON);
        slice.claim(holder);
        slice.granted(bucket, 10, BigInteger.TEN);
        return slice;
    }
}
