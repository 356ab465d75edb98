package io.sallyport.database;

import java.time.Duration;

/// How many connections we keep and how long anything may take.
///
/// @param maxConnections most connections of the pool, 1 to 1000
/// @param minIdle connections kept open while nobody asks, 0 to maxConnections
/// @param idleTimeout how long an unused connection above minIdle stays
/// @param maxLifetime age at which a connection is replaced, at least 30 s
/// @param acquireTimeout longest wait for a free connection, 250 ms to 30 s
/// @param statementTimeout longest run of one statement, 100 ms to 10 min
public record DatabaseSettings(
        int maxConnections,
        int minIdle,
        Duration idleTimeout,
        Duration maxLifetime,
        Duration acquireTimeout,
        Duration statementTimeout) {

    public static final DatabaseSettings DEFAULTS = new DatabaseSettings(
            25, 2, Duration.ofMinutes(10), Duration.ofMinutes(60), Duration.ofMillis(250), Duration.ofSeconds(1));

    /// Reports are few, may take longer than a call and wait longer for their turn.
    public static final DatabaseSettings REPORTS = forReports(4, Duration.ofSeconds(15));

    public DatabaseSettings {
        if (maxConnections < 1 || maxConnections > 1000) {
            throw new IllegalArgumentException("database.max_connections must be 1 to 1000, is " + maxConnections);
        }
        if (minIdle < 0 || minIdle > maxConnections) {
            throw new IllegalArgumentException("database.min_idle must be 0 to max_connections, is " + minIdle);
        }
        within("idle_timeout", idleTimeout, Duration.ofSeconds(10), Duration.ofDays(1));
        within("max_lifetime", maxLifetime, Duration.ofSeconds(30), Duration.ofDays(1));
        within("acquire_timeout", acquireTimeout, Duration.ofMillis(250), Duration.ofSeconds(30));
        within("statement_timeout", statementTimeout, Duration.ofMillis(100), Duration.ofMinutes(10));
    }

    /// Settings of the pool for reports: none of its connections stays while nobody asks.
    ///
    /// @param connections most connections, 1 to 1000
    /// @param longest longest run of one statement, 100 ms to 10 min
    public static DatabaseSettings forReports(int connections, Duration longest) {
        return new DatabaseSettings(
                connections, 0, Duration.ofMinutes(1), Duration.ofMinutes(60), Duration.ofSeconds(2), longest);
    }

    private static void within(String name, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(
                    "database." + name + " must be " + words(least) + " to " + words(most) + ", is " + words(value));
        }
    }

    private static String words(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
    }
}
