package io.sallyport.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/// Writes batches of rows to one table, each batch whole or not at all.
///
/// Threads: one owner.
final class CopyBatch<T> {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final Database database;
    private final CopyTarget<T> target;
    private final String copy;
    private final int columns;
    private final CopyRow buffer = new CopyRow();

    CopyBatch(Database database, CopyTarget<T> target) {
        this.database = database;
        this.target = target;
        this.columns = target.columns().size();
        this.copy = "copy " + target.table() + " (" + String.join(", ", target.columns()) + ") from stdin";
    }

    void write(List<T> rows) throws SQLException {
        encode(rows);
        try (Connection connection = database.connection()) {
            connection.setAutoCommit(false);
            connection.setNetworkTimeout(
                    Runnable::run, (int) Connections.socketTimeout(LIMIT).toMillis());
            try (Statement statement = connection.createStatement()) {
                statement.execute("set local statement_timeout to " + LIMIT.toMillis());
            }
            CopyIn in = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(copy);
            in.writeToCopy(buffer.bytes(), 0, buffer.size());
            in.endCopy();
            connection.commit();
        }
    }

    private void encode(List<T> rows) {
        buffer.clear();
        for (T row : rows) {
            target.encode(row, buffer);
            if (buffer.column() != columns) {
                throw new IllegalStateException(
                        target.table() + " has " + columns + " columns, its encoder wrote " + buffer.column());
            }
            buffer.end();
        }
    }
}
