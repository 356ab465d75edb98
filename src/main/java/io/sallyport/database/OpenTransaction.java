package io.sallyport.database;

import java.sql.SQLException;
import java.time.Duration;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;

/// A transaction on one Jdbi handle.
final class OpenTransaction implements Transaction {
    private final Handle handle;
    private final Reachability reachability;

    OpenTransaction(Handle handle, Reachability reachability) {
        this.handle = handle;
        this.reachability = reachability;
    }

    @Override
    public <T> T attach(Class<T> table) {
        return reachability.guard(table, handle.attach(table));
    }

    @Override
    public void allow(Duration perStatement) {
        handle.execute("set local statement_timeout to " + perStatement.toMillis());
        try {
            int millis = (int) Connections.socketTimeout(perStatement).toMillis();
            // The pool puts the usual limit back when it takes the connection back.
            handle.getConnection().setNetworkTimeout(Runnable::run, millis);
        } catch (SQLException e) {
            throw new SocketTimeoutUnset(e);
        }
    }

    @Override
    public void bump(String topic) {
        handle.createUpdate("""
                        insert into change_version (topic, version, changed_at) values (:topic, 1, now())
                        on conflict (topic) do update
                        set version = change_version.version + 1, changed_at = excluded.changed_at
                        """).bind("topic", topic).execute();
        handle.execute("select pg_notify(?, ?)", Changes.CHANNEL, topic);
    }

    @Override
    public void bump(String topic, Runnable takeOver) {
        bump(topic);
        handle.getConfig(TakeOvers.class).put(topic, takeOver, handle);
    }

    private static final class SocketTimeoutUnset extends JdbiException {
        private static final long serialVersionUID = 1L;

        SocketTimeoutUnset(SQLException cause) {
            super(cause);
        }
    }
}
