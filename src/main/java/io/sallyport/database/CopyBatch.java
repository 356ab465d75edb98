package io.sallyport.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/// Writes batches of rows to one table, each batch whole or not at all.
///
/// Threads: one owner.
final class CopyBatch {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final Database database;
    private final String copy;

    CopyBatch(Database database, CopyTarget<?> target) {
        this.database = database;
        this.copy = "copy " + target.table() + " (" + String.join(", ", target.columns()) + ") from stdin";
    }

    /// @param rows that a [CopyEncoder] encoded for the same target
    void write(RowBatch rows) throws SQLException {
        try (Connection connection = database.connection()) {
            connection.setAutoCommit(false);
            connection.setNetworkTimeout(
                    Runnable::run, (int) Connections.socketTimeout(LIMIT).toMillis());
            try (Statement statement = connection.createStatement()) {
                statement.execute("set local statement_timeout to " + LIMIT.toMillis());
            }
            CopyIn in = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(copy);
            rows.send(in::writeToCopy);
            in.endCopy();
            connection.commit();
        }
    }
}
