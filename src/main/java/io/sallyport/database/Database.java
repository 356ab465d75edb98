package io.sallyport.database;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.core.statement.StatementExceptions.MessageRendering;
import org.jdbi.v3.postgres.PostgresPlugin;
import org.jdbi.v3.sqlobject.SqlObjectPlugin;
import org.jspecify.annotations.Nullable;

/// The connections to PostgreSQL, handed out as table objects and transactions.
///
/// Errors: the refusal `state_store_unavailable` when no connection is free in time or the server does not
/// answer; any other SQL failure is a bug and comes up as it is.
/// Threads: safe; every method blocks, so no event loop may call it.
public final class Database implements AutoCloseable {
    private final HikariDataSource pool;
    private final Jdbi jdbi;
    private final Reachability reachability = new Reachability();

    private Database(HikariDataSource pool) {
        this.pool = pool;
        this.jdbi = Jdbi.create(pool)
                // Messages would quote the arguments, among them hashes, names and prompts.
                .configure(StatementExceptions.class, it -> it.setMessageRendering(MessageRendering.NONE))
                .installPlugin(new SqlObjectPlugin())
                .installPlugin(new PostgresPlugin())
                .installPlugin(new RecordMapping());
    }

    /// Opens the pool. Does not wait for the server: a database that is down now may come back.
    public static Database open(DatabaseAddress address, DatabaseSettings settings) {
        return new Database(Connections.pool(address, settings));
    }

    /// Opens a pool for reports: whatever they do there, they can neither change anything nor take connections
    /// from calls.
    public static Database openForReading(DatabaseAddress address, DatabaseSettings settings) {
        return new Database(Connections.readingPool(address, settings));
    }

    /// A table object that takes a connection for each statement and gives it back; inside a transaction of the
    /// same thread it uses that one.
    public <T> T attach(Class<T> table) {
        return reachability.guard(table, jdbi.onDemand(table));
    }

    /// Runs the work in one transaction; an exception rolls it back and comes up.
    public <T extends @Nullable Object> T inTransaction(Function<Transaction, T> work) {
        return reachability.watch(
                () -> jdbi.inTransaction(handle -> work.apply(new OpenTransaction(handle, reachability))));
    }

    /// As [#inTransaction(Function)], for work without a result.
    public void useTransaction(Consumer<Transaction> work) {
        reachability.watch(() -> {
            jdbi.useTransaction(handle -> work.accept(new OpenTransaction(handle, reachability)));
            return true;
        });
    }

    /// Runs the work in a transaction that is never kept, to learn what it would come to. Inside, everything
    /// looks as if it were done; nobody else sees or hears of it.
    public <T extends @Nullable Object> T rehearse(Function<Transaction, T> work) {
        return reachability.watch(() -> jdbi.withHandle(handle -> {
            handle.begin();
            try {
                return work.apply(new OpenTransaction(handle, reachability));
            } finally {
                handle.rollback();
            }
        }));
    }

    /// Time of one round trip to the server, or empty when it does not answer.
    public Optional<Duration> roundTrip() {
        long start = System.nanoTime();
        try (Connection connection = pool.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("select 1");
            reachability.answered();
            return Optional.of(Duration.ofNanos(System.nanoTime() - start));
        } catch (SQLException e) {
            reachability.failed(e);
            return Optional.empty();
        }
    }

    public boolean isReachable() {
        return roundTrip().isPresent();
    }

    /// How busy the pool is now.
    public PoolState pool() {
        HikariPoolMXBean state = pool.getHikariPoolMXBean();
        return new PoolState(
                state.getActiveConnections(),
                state.getIdleConnections(),
                state.getThreadsAwaitingConnection(),
                pool.getMaximumPoolSize());
    }

    @Override
    public void close() {
        pool.close();
    }

    /// A connection for statements that have no table object, such as COPY.
    Connection connection() throws SQLException {
        return pool.getConnection();
    }

    /// Numbers of connections of one pool.
    ///
    /// @param waiting threads that wait for a connection
    public record PoolState(int active, int idle, int waiting, int max) {}
}
