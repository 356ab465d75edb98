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
final class CopyBatch {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int MESSAGE = 64 * 1024;

    private final Database database;
    private final String copy;
    private final byte[] buffer = new byte[MESSAGE];

    CopyBatch(Database database, CopyTarget<?> target) {
        this.database = database;
        this.copy = "copy " + target.table() + " (" + String.join(", ", target.columns()) + ") from stdin";
    }

    /// @param lines of a [CopyEncoder] for the same target
    void write(List<byte[]> lines) throws SQLException {
        try (Connection connection = database.connection()) {
            connection.setAutoCommit(false);
            connection.setNetworkTimeout(
                    Runnable::run, (int) Connections.socketTimeout(LIMIT).toMillis());
            try (Statement statement = connection.createStatement()) {
                statement.execute("set local statement_timeout to " + LIMIT.toMillis());
            }
            CopyIn in = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(copy);
            send(lines, in);
            in.endCopy();
            connection.commit();
        }
    }

    /// Short lines travel together, since every message costs something on both sides.
    private void send(List<byte[]> lines, CopyIn to) throws SQLException {
        int gathered = 0;
        for (byte[] line : lines) {
            if (line.length > buffer.length - gathered) {
                to.writeToCopy(buffer, 0, gathered);
                gathered = 0;
            }
            if (line.length > buffer.length) {
                to.writeToCopy(line, 0, line.length);
            } else {
                System.arraycopy(line, 0, buffer, gathered, line.length);
                gathered += line.length;
            }
        }
        to.writeToCopy(buffer, 0, gathered);
    }
}
