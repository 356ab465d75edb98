package io.sallyport.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;

/// Makes connections to one address: pooled for calls, single for migrations and notifications.
final class Connections {
    static final String SCHEMA = "sallyport";
    /// Added to the server's own limit, so that the server normally answers first and the socket only ends dead lines.
    private static final Duration SOCKET_MARGIN = Duration.ofSeconds(2);

    private static final int CONNECT_SECONDS = 3;
    private static final int LOGIN_SECONDS = 10;

    private Connections() {}

    static HikariDataSource pool(DatabaseAddress address, DatabaseSettings settings) {
        return pool("database", address, settings, "");
    }

    /// Connections on which nothing can be written.
    static HikariDataSource readingPool(DatabaseAddress address, DatabaseSettings settings) {
        return pool("reports", address, settings, "; set default_transaction_read_only to on");
    }

    private static HikariDataSource pool(
            String name, DatabaseAddress address, DatabaseSettings settings, String moreSql) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(name);
        config.setJdbcUrl(address.url());
        config.setDataSourceProperties(properties(address, socketTimeout(settings.statementTimeout())));
        config.setMaximumPoolSize(settings.maxConnections());
        config.setMinimumIdle(settings.minIdle());
        config.setIdleTimeout(settings.idleTimeout().toMillis());
        config.setMaxLifetime(settings.maxLifetime().toMillis());
        config.setConnectionTimeout(settings.acquireTimeout().toMillis());
        config.setValidationTimeout(Math.min(1000, settings.acquireTimeout().toMillis()));
        config.setKeepaliveTime(Duration.ofSeconds(30).toMillis());
        config.setConnectionInitSql("set search_path to " + SCHEMA + "; set statement_timeout to "
                + settings.statementTimeout().toMillis() + moreSql);
        // The process lives without a database and recovers by itself (F01).
        config.setInitializationFailTimeout(-1);
        return new HikariDataSource(config);
    }

    /// A connection of its own, without limits on the time a statement takes.
    ///
    /// @param purpose name under which the server's administrator sees it
    static Connection single(DatabaseAddress address, String purpose) throws SQLException {
        Properties properties = properties(address, Duration.ZERO);
        properties.setProperty("ApplicationName", "sallyport " + purpose);
        properties.setProperty("currentSchema", SCHEMA);
        return DriverManager.getConnection(address.url(), properties);
    }

    static Duration socketTimeout(Duration statementTimeout) {
        return statementTimeout.plus(SOCKET_MARGIN);
    }

    private static Properties properties(DatabaseAddress address, Duration socketTimeout) {
        Properties properties = new Properties();
        properties.setProperty("user", address.user());
        properties.setProperty("password", address.password().reveal());
        if (!address.url().contains("ApplicationName=")) {
            properties.setProperty("ApplicationName", "sallyport");
        }
        properties.setProperty("connectTimeout", String.valueOf(CONNECT_SECONDS));
        properties.setProperty("loginTimeout", String.valueOf(LOGIN_SECONDS));
        properties.setProperty("socketTimeout", String.valueOf(socketTimeout.toSeconds()));
        properties.setProperty("tcpKeepAlive", "true");
        // The detail quotes rows, and with them what nobody may log.
        properties.setProperty("logServerErrorDetail", "false");
        return properties;
    }
}
