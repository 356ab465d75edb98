package io.sallyport.app.settings;

import io.sallyport.database.DatabaseAddress;
import io.sallyport.database.DatabaseSettings;
import io.sallyport.json.Json;
import io.sallyport.json.yaml.Kind;
import io.sallyport.json.yaml.Section;
import io.sallyport.lang.Secret;
import java.time.Duration;
import java.util.Optional;

/// Declares `database`.
final class DatabaseSection {
    private static final DatabaseSettings USUAL = DatabaseSettings.DEFAULTS;
    private static final DatabaseSettings USUAL_REPORTS = DatabaseSettings.REPORTS;

    /// The address holds a password, so only server and database are shown.
    private static final Kind<DatabaseAddress> ADDRESS = new Kind<>(
            Json.object()
                    .put("title", "address")
                    .put("type", "string")
                    .put("pattern", "^(jdbc:postgresql|postgresql|postgres)://")
                    .toJson(),
            new DatabaseAddress("jdbc:postgresql://127.0.0.1/sallyport", "", Secret.of("")),
            DatabaseAddress::parse,
            DatabaseAddress::url);

    private DatabaseSection() {}

    static StoreSettings read(Section database) {
        Optional<DatabaseAddress> url = database.key(
                        "url",
                        "postgres://user:password@host:5432/name of a PostgreSQL 15 or newer;"
                                + " without it the gateway runs its own.")
                .optional(ADDRESS);
        Optional<String> user = database.key("user", "Login name; overrides the one in the url.")
                .optional(Kind.TEXT);
        Optional<Secret> password = database.key("password", "Password; overrides the one in the url.")
                .secret();
        if (url.isEmpty() && (user.isPresent() || password.isPresent())) {
            database.problem("url", "is missing; user and password belong to a database with a url");
        }
        return new StoreSettings(
                url.map(address -> new DatabaseAddress(
                        address.url(), user.orElse(address.user()), password.orElse(address.password()))),
                database.key("run_migrations", "Brings the schema up to date at the start.")
                        .on(),
                pool(database),
                reports(database));
    }

    private static DatabaseSettings pool(Section database) {
        int most = database.key("max_connections", "Most connections of this instance.")
                .or(Kind.number(1, 1000), USUAL.maxConnections());
        int idle = database.key("min_idle", "Connections kept open while nobody asks.")
                .or(Kind.number(0, 1000), Math.min(most, USUAL.minIdle()));
        if (idle > most) {
            database.problem("min_idle", "must not be more than max_connections, which is " + most);
        }
        return new DatabaseSettings(
                most,
                Math.min(idle, most),
                database.key("idle_timeout", "How long an unused connection above min_idle stays.")
                        .or(Kind.duration(Duration.ofSeconds(10), Duration.ofDays(1)), USUAL.idleTimeout()),
                database.key("max_lifetime", "Age at which a connection is replaced.")
                        .or(Kind.duration(Duration.ofSeconds(30), Duration.ofDays(1)), USUAL.maxLifetime()),
                database.key("acquire_timeout", "Longest wait for a free connection.")
                        .or(Kind.duration(Duration.ofMillis(250), Duration.ofSeconds(30)), USUAL.acquireTimeout()),
                database.key("statement_timeout", "Longest run of one statement.")
                        .or(Kind.duration(Duration.ofMillis(100), Duration.ofMinutes(10)), USUAL.statementTimeout()));
    }

    private static DatabaseSettings reports(Section database) {
        return DatabaseSettings.forReports(
                database.key(
                                "report_connections",
                                "Most connections for request log and usage reports, beside max_connections.")
                        .or(Kind.number(1, 100), USUAL_REPORTS.maxConnections()),
                database.key("report_timeout", "Longest run of one statement of a report.")
                        .or(
                                Kind.duration(Duration.ofMillis(100), Duration.ofMinutes(10)),
                                USUAL_REPORTS.statementTimeout()));
    }
}
