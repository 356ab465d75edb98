package io.sallyport.database;

import java.sql.SQLException;
import java.util.Set;

/// Tells a server that cannot be reached now from one that refuses us.
public final class Unreachable {
    /// No connection, connection broken, server starting, server stopping.
    ///
    /// Source: PostgreSQL documentation, appendix A, error codes, seen 2026-11-21.
    private static final Set<String> STATES = Set.of("08000", "08001", "08003", "08004", "08006", "57P01", "57P03");

    private Unreachable() {}

    /// True when the failure, or what is behind it, goes away once the server is back.
    public static boolean causes(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && STATES.contains(String.valueOf(sql.getSQLState()))) {
                return true;
            }
        }
        return false;
    }
}
