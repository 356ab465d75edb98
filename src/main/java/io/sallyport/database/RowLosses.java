package io.sallyport.database;

import java.sql.SQLException;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Counts the rows that one writer lost, and says why unless there was only no room.
///
/// Threads: safe.
final class RowLosses {
    private static final Logger LOG = LoggerFactory.getLogger(BatchWriter.class);

    private final String name;
    private final LongAdder rows = new LongAdder();
    private final LongAdder batches = new LongAdder();

    /// @param name word for the log
    RowLosses(String name) {
        this.name = name;
    }

    /// Counts rows for which there was no room or no time.
    void drop(int lost) {
        rows.add(lost);
    }

    /// Counts and logs rows that could not be encoded or written.
    void giveUp(int lost, Exception why) {
        batches.increment();
        rows.add(lost);
        // The server's message quotes the row, which may hold what nobody may log.
        String cause = why instanceof SQLException e ? "sql state " + e.getSQLState() : why.getMessage();
        LOG.warn("writer name={} lost_rows={} cause={}", name, lost, cause);
    }

    /// All that were lost.
    long rows() {
        return rows.sum();
    }

    /// Batches that were given up.
    long batches() {
        return batches.sum();
    }
}
