package io.sallyport.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.lang.RequestId;
import io.sallyport.limit.LedgerEntryTable.Batch;
import io.sallyport.limit.LedgerOracle.End;
import io.sallyport.limit.LedgerTable.Ask;
import io.sallyport.limit.LedgerTable.Grant;
import io.sallyport.testkit.TestDatabase;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Random lives of three instances, in SQL and in plain arithmetic at once.
@Tag("LEDGER")
@Tag("NOOVER")
@Tag("Q15")
final class LedgerOracleTest {
    private static final long CAP = 10_000;
    private static final int STEPS = Integer.getInteger("oracle.steps", 150);
    private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");
    private static final Instant END = Instant.parse("2026-12-01T00:00:00Z");

    private final Map<Metric, UUID> limits = Map.of(Metric.COST, UUID.randomUUID(), Metric.TOKENS, UUID.randomUUID());
    private long costBucket;
    private long tokenBucket;
    private final List<UUID> instances = new ArrayList<>();
    private final List<UUID> calls = new ArrayList<>();
    private long number;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5, 8})
    void agreesWithPlainArithmeticAfterEveryStep(long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        try (TestDatabase database = TestDatabase.migrated()) {
            LedgerTable table = database.database().attach(LedgerTable.class);
            LedgerOracle oracle = new LedgerOracle(CAP);
            begin(table, oracle);

            for (int step = 0; step < STEPS; step++) {
                step(random, database, table, oracle);

                assertThat(buckets(database)).as("step %s", step).isEqualTo(oracle.buckets());
                assertThat(entries(database)).as("step %s", step).isEqualTo(oracle.entries());
            }
            assertThat(new LedgerCheck(database.database()).run().faults()).isEmpty();
        }
    }

    private void begin(LedgerTable table, LedgerOracle oracle) {
        LocalDate today = LocalDate.ofInstant(Clock.systemUTC().instant(), ZoneOffset.UTC);
        table.turn(today, today.minusDays(2));
        for (int i = 0; i < 3; i++) {
            instances.add(entered(table));
        }
        costBucket = take(table, oracle, instances.getFirst(), Metric.COST, 1, 1);
        tokenBucket = take(table, oracle, instances.getFirst(), Metric.TOKENS, 1, 1);
    }

    private static UUID entered(LedgerTable table) {
        UUID id = UUID.randomUUID();
        table.enter(id, 600);
        return id;
    }

    private void step(RandomGenerator random, TestDatabase database, LedgerTable table, LedgerOracle oracle) {
        int who = random.nextInt(instances.size());
        UUID instance = instances.get(who);
        Metric metric = LedgerOracle.METRICS.get(random.nextInt(LedgerOracle.METRICS.size()));
        switch (random.nextInt(20)) {
            case 0 -> {
                // The others took it for gone; it does not know yet.
                database.execute("update ledger_instance set expires_at = '-infinity' where id = '" + instance + "'");
                table.giveUp();
                oracle.giveUp(instance);
            }
            case 1 -> instances.set(who, fresh(table, oracle, instance));
            case 2 -> {
                database.rows("select ledger_forgive('%s', 'one', '%s', 'somebody')"
                        .replaceFirst("%s", limit(metric).toString())
                        .replaceFirst("%s", START.toString()));
                oracle.forgive(metric);
            }
            case 3, 4, 5, 6 -> giveBack(random, table, oracle, instance, metric);
            case 7, 8, 9, 10, 11 -> take(table, oracle, instance, metric, random.nextInt(1, 2_000), 1_500);
            default -> settle(random, database.database().attach(LedgerEntryTable.class), oracle, instance);
        }
    }

    private UUID limit(Metric metric) {
        return Objects.requireNonNull(limits.get(metric));
    }

    /// An instance notices that it was given up, and begins again.
    private static UUID fresh(LedgerTable table, LedgerOracle oracle, UUID instance) {
        return oracle.giveBack(instance, Metric.COST, 0) ? instance : entered(table);
    }

    private long take(LedgerTable table, LedgerOracle oracle, UUID instance, Metric metric, long least, long most) {
        Ask ask = new Ask(
                instance,
                ++number,
                limit(metric),
                "one",
                metric.word(),
                START,
                END,
                START,
                BigInteger.valueOf(CAP),
                least,
                most);
        Optional<Grant> grant = table.take(ask);
        assertThat(table.take(ask)).as("the same asked again").isEqualTo(grant);
        assertThat(grant.map(Grant::granted)).isEqualTo(oracle.take(instance, metric, least, most));
        return grant.map(Grant::bucket).orElse(Slice.NO_BUCKET);
    }

    private void giveBack(
            RandomGenerator random, LedgerTable table, LedgerOracle oracle, UUID instance, Metric metric) {
        long amount = random.nextLong(oracle.held(instance, metric) + 1);
        String[] buckets = {Long.toString(metric == Metric.COST ? costBucket : tokenBucket)};
        String[] amounts = {Long.toString(amount)};
        number++;
        boolean isTaken = table.giveBack(instance, number, buckets, amounts);
        assertThat(table.giveBack(instance, number, buckets, amounts))
                .as("the same given back again")
                .isEqualTo(isTaken);
        assertThat(isTaken).isEqualTo(oracle.giveBack(instance, metric, amount));
    }

    /// A few ends of calls; some are sent again, as after a lost answer, and some contradict what was sent
    /// before.
    private void settle(RandomGenerator random, LedgerEntryTable table, LedgerOracle oracle, UUID instance) {
        List<End> batch = new ArrayList<>();
        for (int i = random.nextInt(1, 4); i > 0; i--) {
            boolean again = !calls.isEmpty() && random.nextInt(4) == 0;
            UUID call = again
                    ? calls.get(random.nextInt(calls.size()))
                    : RequestId.next(Clock.systemUTC()).value();
            calls.add(call);
            batch.add(
                    switch (random.nextInt(5)) {
                        case 0 -> new End(call, "voided", 0, 0);
                        case 1 -> new End(call, "late", random.nextInt(500), random.nextInt(500));
                        default -> new End(call, "settled", random.nextInt(500), random.nextInt(500));
                    });
        }
        boolean refused =
                table.settle(columns(instance, batch)).stream().anyMatch(part -> part.bucket() == Slice.NO_BUCKET);
        assertThat(!refused).isEqualTo(oracle.settle(instance, batch));
    }

    private Batch columns(UUID instance, List<End> batch) {
        return new Batch(
                instance,
                column(batch, end -> end.call().toString()),
                column(batch, End::kind),
                column(batch, end -> Clock.systemUTC().instant().toString()),
                column(batch, _ -> "\"{" + costBucket + "," + tokenBucket + "}\""),
                column(batch, end -> end.kind().equals("voided") ? "0" : "1"),
                column(batch, end -> Long.toString(end.tokens())),
                column(batch, end -> Long.toString(end.cost())),
                column(batch, _ -> "f"));
    }

    private static String column(List<End> batch, Function<End, String> text) {
        return batch.stream().map(text).collect(Collectors.joining(",", "{", "}"));
    }

    private static List<List<String>> buckets(TestDatabase database) {
        return database.rows("""
                select a.metric, b.charged::text, b.leased::text
                from limit_bucket b join limit_account a on a.id = b.account_id order by a.metric""");
    }

    private static List<List<String>> entries(TestDatabase database) {
        return database.rows("select kind, count(*)::text from ledger_entry group by kind order by kind");
    }
}
