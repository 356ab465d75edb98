package io.sallyport.database;

import io.sallyport.lang.Refusal;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whether the server answers; turns failures of the server into the refusal `state_store_unavailable`.
final class Reachability {
    private static final Logger LOG = LoggerFactory.getLogger(Reachability.class);
    static final Refusal UNAVAILABLE =
            new Refusal.Unavailable("state_store_unavailable", "The gateway cannot reach its state store. Try again.");
    /// SQL state classes: connection, out of resources (disk, memory, slots), operator intervention and
    /// time-outs.
    ///
    /// Source: PostgreSQL 18, appendix A.
    private static final Set<String> SERVER_CLASSES = Set.of("08", "53", "57", "58");
    /// A replica that was primary a moment ago answers that it is read-only.
    private static final String READ_ONLY = "25006";
    /// The statement took too long; says nothing about the server.
    private static final String CANCELLED = "57014";

    private final AtomicBoolean reachable = new AtomicBoolean(true);

    /// The table object with its failures translated.
    <T> T guard(Class<T> table, T target) {
        Object guarded =
                Proxy.newProxyInstance(table.getClassLoader(), new Class<?>[] {table}, (proxy, method, args) -> {
                    // Table interfaces are known to their room only.
                    method.setAccessible(true);
                    return Patience.ask(() -> invoke(method, target, args));
                });
        return table.cast(guarded);
    }

    private @Nullable Object invoke(Method method, Object target, Object @Nullable [] args) throws Throwable {
        try {
            Object result = method.invoke(target, args);
            answered();
            return result;
        } catch (InvocationTargetException e) {
            throw translated(e.getCause() == null ? e : e.getCause());
        }
    }

    <T extends @Nullable Object> T watch(Supplier<T> work) {
        return Patience.ask(() -> once(work));
    }

    private <T extends @Nullable Object> T once(Supplier<T> work) {
        try {
            T result = work.get();
            answered();
            return result;
        } catch (JdbiException e) {
            if (isServerFailure(e)) {
                failed(e);
                throw UNAVAILABLE.asException();
            }
            throw e;
        }
    }

    void answered() {
        if (!reachable.get() && reachable.compareAndSet(false, true)) {
            LOG.info("database reachable=true");
        }
    }

    void failed(Exception cause) {
        if (!(rootOf(cause) instanceof SQLException e && CANCELLED.equals(e.getSQLState()))
                && reachable.compareAndSet(true, false)) {
            LOG.warn("database reachable=false cause={}", rootOf(cause).getMessage());
        }
    }

    private Throwable translated(Throwable failure) {
        if (failure instanceof JdbiException e && isServerFailure(e)) {
            failed(e);
            return UNAVAILABLE.asException();
        }
        return failure;
    }

    private static boolean isServerFailure(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLTransientConnectionException) {
                return true;
            }
            if (cause instanceof SQLException e && e.getSQLState() != null && isServerState(e.getSQLState())) {
                return true;
            }
        }
        return false;
    }

    private static boolean isServerState(String state) {
        return state.equals(READ_ONLY) || (state.length() == 5 && SERVER_CLASSES.contains(state.substring(0, 2)));
    }

    private static Throwable rootOf(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }
}
