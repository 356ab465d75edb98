package io.sallyport.limit;

import io.sallyport.database.Database;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Computes every balance again from the entries of the ledger, and compares.
///
/// Threads: waits for the database. The balances are compared in one statement, which sees one moment while
/// calls go on.
public final class LedgerCheck {
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final Database database;

    public LedgerCheck(Database database) {
        this.database = database;
    }

    /// What was found.
    ///
    /// @param entries how calls ended, and what was written off or forgiven
    /// @param overruns calls that used more than was reserved for them
    /// @param expired entries for what vanished instances held
    /// @param late calls that were settled after their instance was given up
    /// @param faults balances that do not follow from the entries; none in sound books
    public record Report(long entries, long buckets, long overruns, long expired, long late, List<Fault> faults) {
        public boolean isSound() {
            return faults.isEmpty();
        }
    }

    /// A balance that does not follow from the entries; amounts are whole numbers as texts.
    ///
    /// @param charged what the balance says was used
    /// @param written what the entries say
    /// @param leased what the balance says instances hold
    /// @param held what instances hold
    public record Fault(
            String limit,
            String subject,
            String metric,
            Instant startsAt,
            String charged,
            String written,
            String leased,
            String held) {}

    /// Checks everything.
    public Report run() {
        return database.inTransaction(transaction -> {
            transaction.allow(LONGEST);
            LedgerCheckTable table = transaction.attach(LedgerCheckTable.class);
            LedgerCheckTable.Counts counts = table.counts();
            return new Report(
                    counts.entries(),
                    counts.buckets(),
                    counts.overruns(),
                    counts.expired(),
                    counts.late(),
                    table.faults());
        });
    }
}
