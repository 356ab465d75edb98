package io.sallyport.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.testkit.Await;
import io.sallyport.testkit.TestDatabase;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("AU17")
@Timeout(60)
final class BatchWriterTest {
    private static final int FORBIDDEN = 666;
    private static final int UNREADABLE = -1;
    /// All rows wait until the writer closes.
    private static final BatchWriterSettings GATHERED = new BatchWriterSettings(4_000, 4_000, Duration.ofMinutes(1), 1);

    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00.123456Z");

    private final TestDatabase db = TestDatabase.empty();
    private final NoteTable notes = db.database().attach(NoteTable.class);

    @BeforeEach
    void createTable() {
        db.execute("create schema sallyport");
        db.execute("""
                create table note (place bigint generated always as identity, id int primary key check (id <> 666), body text,
                  tags text[], made_at timestamptz, call uuid, cost numeric, good boolean)
                """);
    }

    @AfterEach
    void close() {
        db.close();
    }

    @Test
    void writesEveryValueAsItIs() {
        Note note = new Note(
                1,
                "tab\t line\n return\r back\\slash \\N ünï ☃ 😀\t and \\ behind them",
                List.of("a,b", "\"quoted\"", "back\\slash", "", "NULL"),
                NOON,
                UUID.fromString("018f0000-0000-7000-8000-000000000001"),
                new BigDecimal("12345678901234567890.5"),
                true);
        Note bare = new Note(2, null, null, null, null, null, false);

        try (BatchWriter<Note> writer = writer(settings(10, 1))) {
            writer.offer(note);
            writer.offer(bare);
        }

        assertThat(notes.all()).containsExactly(note, bare);
    }

    @Test
    void keepsTheOrderWithOneWorkerAndWritesAllBeforeItCloses() {
        BatchWriter<Note> writer = writer(settings(100, 1));

        IntStream.rangeClosed(1, 50).forEach(id -> writer.offer(note(id)));
        writer.close();

        assertThat(notes.idsInOrder())
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 50).boxed().toList());
        assertThat(writer.state().total()).isEqualTo(50);
        assertThat(writer.state().dropped()).isZero();
        assertThat(writer.state().lastFlush()).isNotNull();
    }

    @Test
    @Tag("AU23")
    void dropsAndCountsWhenTheDatabaseIsPausedAndNeverBlocks() {
        BatchWriterSettings settings = new BatchWriterSettings(20, 5, Duration.ofMillis(50), 2);
        int offered = 5000;

        BatchWriter<Note> writer = writer(settings);
        long usual = db.database().inTransaction(transaction -> {
            transaction.attach(NoteTable.class).pause();
            return IntStream.rangeClosed(1, offered)
                    .mapToLong(id -> nanosOf(() -> writer.offer(note(id))))
                    .sorted()
                    .skip(offered / 2)
                    .findFirst()
                    .orElseThrow();
        });
        writer.close();

        BatchWriterState state = writer.state();
        assertThat(state.dropped()).isPositive();
        assertThat(state.total()).isEqualTo(offered);
        assertThat(notes.all()).hasSize((int) (offered - state.dropped()));
        // Nearly all of them met a full buffer; the machine may have stopped in the middle of any of them.
        assertThat(Duration.ofNanos(usual)).isLessThan(settings.flushInterval());
    }

    @Test
    void writesAFullBatchLongBeforeTheIntervalIsOver() {
        BatchWriterSettings settings = new BatchWriterSettings(100, 40, Duration.ofMinutes(1), 2);

        try (BatchWriter<Note> writer = writer(settings)) {
            IntStream.rangeClosed(1, 40).forEach(id -> writer.offer(note(id)));
            Await.until(() -> notes.idsInOrder().size() == 40);

            assertThat(writer.state().dropped()).isZero();
        }
    }

    @Test
    void losesOnlyTheRowThatCannotBeWritten() {
        BatchWriter<Note> writer = writer(settings(100, 1));

        IntStream.rangeClosed(1, 20).forEach(id -> writer.offer(note(id == 13 ? FORBIDDEN : id)));
        writer.close();

        assertThat(notes.idsInOrder()).hasSize(19).doesNotContain(FORBIDDEN);
        assertThat(writer.state().dropped()).isEqualTo(1);
        assertThat(writer.state().failedBatches()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void losesOnlyTheRowThatCannotBeEncoded(boolean large) {
        BatchWriter<Note> writer = writer(new NoteTarget(large));

        writer.offer(note(UNREADABLE));
        writer.offer(note(1));
        writer.close();

        assertThat(notes.idsInOrder()).containsExactly(1);
        assertThat(writer.state().dropped()).isEqualTo(1);
        assertThat(writer.state().failedBatches()).isEqualTo(1);
    }

    @Test
    void writesNothingWhenNoLargeRowCanBeEncoded() {
        BatchWriter<Note> writer = writer(new NoteTarget(true));

        writer.offer(note(UNREADABLE));
        writer.offer(note(UNREADABLE));
        writer.close();

        assertThat(writer.state().lastFlush()).isNull();
        assertThat(writer.state().dropped()).isEqualTo(2);
        assertThat(notes.all()).isEmpty();
    }

    @Test
    void keepsTheOrderWhenRowsOfManyLengthsFillManyChunks() {
        List<Note> offered = IntStream.rangeClosed(1, 600)
                .mapToObj(id -> note(id, id % 100 == 50 ? 100_000 : id))
                .toList();

        try (BatchWriter<Note> writer = writer(GATHERED)) {
            offered.forEach(writer::offer);
        }

        assertThat(notes.all()).isEqualTo(offered);
    }

    @Test
    void losesOnlyTheRowsThatCannotBeWrittenAmongManyChunks() {
        BatchWriter<Note> writer = writer(GATHERED);

        IntStream.rangeClosed(1, 600).forEach(id -> writer.offer(note(id == 300 ? FORBIDDEN : id, 1_000)));
        writer.offer(note(17));
        writer.close();

        assertThat(notes.idsInOrder())
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 600)
                        .filter(id -> id != 300)
                        .boxed()
                        .toList());
        assertThat(writer.state().dropped()).isEqualTo(1);
        assertThat(writer.state().failedBatches()).isEqualTo(1);
    }

    @Test
    void losesNothingOfSeveralThreads() throws Exception {
        int each = 2_000;
        BatchWriter<Note> writer = writer(new BatchWriterSettings(10_000, 10, Duration.ofSeconds(1), 2));

        List<Thread> threads = IntStream.range(0, 4)
                .mapToObj(number -> Thread.ofPlatform()
                        .start(() -> IntStream.range(0, each)
                                .map(place -> 1_000 + number * each + place)
                                .forEach(id -> writer.offer(note(id, id % 301)))))
                .toList();
        for (Thread thread : threads) {
            thread.join();
        }
        writer.close();

        assertThat(writer.state().dropped()).isZero();
        assertThat(notes.all())
                .containsExactlyInAnyOrderElementsOf(IntStream.range(1_000, 1_000 + 4 * each)
                        .mapToObj(id -> note(id, id % 301))
                        .toList());
    }

    @Test
    void leavesLargeRowsToTheThreadThatWrites() {
        NoteTarget target = new NoteTarget(true);
        String body = "x".repeat(200_000);

        try (BatchWriter<Note> writer = writer(target)) {
            writer.offer(new Note(1, body, List.of(), NOON, new UUID(0, 1), BigDecimal.ONE, true));
            writer.offer(note(2));
        }

        assertThat(target.encoders).containsExactly("writer-note-0");
        assertThat(notes.all()).extracting(Note::body).containsExactly(body, "text");
    }

    @Test
    void countsARowThatIsThereAlreadyAsWritten() {
        try (BatchWriter<Note> first = writer(settings(100, 1))) {
            first.offer(note(1));
        }
        BatchWriter<Note> repetition = writer(settings(100, 1));

        repetition.offer(note(1));
        repetition.offer(note(2));
        repetition.close();

        assertThat(notes.idsInOrder()).containsExactlyInAnyOrder(1, 2);
        assertThat(repetition.state().dropped()).isZero();
    }

    @Test
    void writesAgainWhenTheConnectionWasCut() {
        BatchWriter<Note> writer = writer(settings(100, 1));
        assertThat(db.database().isReachable()).isTrue();

        db.execute("select pg_terminate_backend(pid) from pg_stat_activity"
                + " where datname = current_database() and pid <> pg_backend_pid()");
        writer.offer(note(1));
        writer.close();

        assertThat(notes.idsInOrder()).containsExactly(1);
        assertThat(writer.state().dropped()).isZero();
    }

    private BatchWriter<Note> writer(BatchWriterSettings settings) {
        return BatchWriter.open("note", db.database(), new NoteTarget(false), settings, Clock.systemUTC());
    }

    private BatchWriter<Note> writer(NoteTarget target) {
        return BatchWriter.open("note", db.database(), target, settings(100, 1), Clock.systemUTC());
    }

    private static BatchWriterSettings settings(int bufferSize, int workers) {
        return new BatchWriterSettings(bufferSize, 10, Duration.ofSeconds(10), workers);
    }

    private static Note note(int id) {
        return new Note(id, "text", List.of(), NOON, new UUID(0, id), BigDecimal.ONE, true);
    }

    private static Note note(int id, int length) {
        return new Note(id, "é".repeat(length), List.of(), NOON, new UUID(id, id), BigDecimal.ONE, true);
    }

    private static long nanosOf(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return System.nanoTime() - start;
    }

    record Note(
            int id,
            @Nullable String body,
            @Nullable List<String> tags,
            @Nullable Instant madeAt,
            @Nullable UUID call,
            @Nullable BigDecimal cost,
            boolean good) {}

    interface NoteTable {
        @SqlQuery("select id, body, tags, made_at, call, cost, good from note order by place")
        List<Note> all();

        @SqlQuery("select id from note order by place")
        List<Integer> idsInOrder();

        @SqlUpdate("lock table note in access exclusive mode")
        void pause();
    }

    private static final class NoteTarget implements CopyTarget<Note> {
        private final Set<String> encoders = ConcurrentHashMap.newKeySet();
        private final boolean large;

        NoteTarget(boolean large) {
            this.large = large;
        }

        @Override
        public boolean isLarge() {
            return large;
        }

        @Override
        public String table() {
            return "note";
        }

        @Override
        public List<String> columns() {
            return List.of("id", "body", "tags", "made_at", "call", "cost", "good");
        }

        @Override
        public void encode(Note note, CopyRow out) {
            encoders.add(Thread.currentThread().getName());
            if (note.id() == UNREADABLE) {
                throw new IllegalArgumentException("no such note");
            }
            out.number(note.id())
                    .text(note.body())
                    .texts(note.tags())
                    .instant(note.madeAt())
                    .uuid(note.call())
                    .number(note.cost())
                    .truth(note.good());
        }
    }
}
