package io.sallyport.database;

import io.sallyport.lang.RefusedException;
import java.sql.SQLException;
import java.util.Set;

/// Tells a server that cannot be reached now from one that refuses us.
final class Unreachable {
    /// No connection, connection broken, no connection left, server starting, server stopping.
    ///
    /// Source: PostgreSQL documentation, appendix A, error codes, seen 2026-11-21.
    private static final Set<String> STATES =
            Set.of("08000", "08001", "08003", "08004", "08006", "53300", "57P01", "57P02", "57P03");

    private Unreachable() {}

    /// True when the failure, or what is behind it, goes away once the server is back.
    static boolean causes(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && STATES.contains(String.valueOf(sql.getSQLState()))) {
                return true;
            }
            if (cause instanceof RefusedException refused && refused.refusal().equals(Reachability.UNAVAILABLE)) {
                return true;
            }
        }
        return false;
    }
}
