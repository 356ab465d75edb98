package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.database.MigrationFiles;
import io.sallyport.database.MigrationStep;
import io.sallyport.database.Migrations;
import io.sallyport.identity.Permission;
import io.sallyport.json.Json;
import io.sallyport.json.JsonObject;
import io.sallyport.lang.DisplayName;
import io.sallyport.lang.TenantId;
import io.sallyport.tenant.Tenants;
import io.sallyport.testkit.Await;
import io.sallyport.testkit.DescribedRoute;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.GatewayProcess;
import io.sallyport.testkit.Person;
import io.sallyport.testkit.Script;
import io.sallyport.testkit.ScriptedUpstream;
import io.sallyport.testkit.SseClient;
import io.sallyport.testkit.TestDatabase;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A database with something in every corner is taken to the next version of its schema and back.
@Tag("DB14")
@Timeout(300)
final class UpgradeTest {
    /// How many versions of the schema are gone back, one after the other.
    private static final int BACK = 5;

    /// A step of several statements; the second table it changes is `alert_state`.
    private static final int FORECASTS = 31;

    private static final int CALLS = 3;

    private static final String ANSWER = """
            {"id":"1","object":"chat.completion","model":"m","choices":[{"index":0,"finish_reason":"stop",
             "message":{"role":"assistant","content":"hi"}}],
             "usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}""";

    private static final String TABLES = """
            select c.relname from pg_class c
             where c.relnamespace = 'sallyport'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
               and c.relname <> 'changelog'
             order by 1
            """;

    private static final String WAITING = """
            select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
            """;

    /// What a newer program would add: one more column to every table.
    private static final String NEWER = """
            do $$ declare t text; begin
              for t in %s loop
                execute format('alter table %%I add column newer text not null default %%L', t, 'unheard of');
              end loop;
            end $$;
            -- //@UNDO
            do $$ declare t text; begin
              for t in %s loop execute format('alter table %%I drop column newer', t); end loop;
            end $$;
            """.formatted(TABLES, TABLES);

    /// What needs more than a thing that is there.
    private static final Set<String> REFUSED = Set.of("limits/{}/forgive", "guardrails/blocked/{}/decision");

    @TempDir
    private Path folder;

    private final ScriptedUpstream upstream = ScriptedUpstream.start().always(Script.json(200, ANSWER));
    private final TestDatabase database = TestDatabase.migrated();

    @AfterEach
    void close() {
        upstream.close();
        database.close();
    }

    @Test
    void keepsWhatBothVersionsKnow() {
        try (GatewayHarness gateway = gateway().startOn(database)) {
            useEverything(gateway);
        }
        Migrations migrations = new Migrations(database.address(), MigrationFiles.shipped());
        Map<String, List<Json>> before = contents();
        assertThat(before.values().stream().filter(rows -> !rows.isEmpty())).hasSizeGreaterThan(30);

        for (int steps = 1; steps <= BACK; steps++) {
            List<MigrationStep> undone = migrations.down(steps);
            Map<String, List<Json>> older = contents();
            migrations.up();

            String way = "after " + undone.getLast().name() + " was undone";
            assertThat(common(older, before)).as(way).isEqualTo(older);
            assertThat(common(older, contents())).as(way + " and done again").isEqualTo(older);
        }
        try (GatewayHarness gateway = gateway().startOn(database)) {
            call(gateway);
        }
    }

    @Test
    void servesOnWhileTheDatabaseIsOfANewerProgram() throws IOException {
        try (GatewayHarness running = gateway().startOn(database)) {
            call(running);
            takeToNewer();

            useEverything(running);
            try (GatewayHarness started = gateway().startOn(database)) {
                call(started);
            }
            assertThat(running.settled(2 + CALLS))
                    .extracting(GatewayHarness.Settled::status)
                    .containsOnly(200);
        }
    }

    @Test
    void goesOnAfterItWasKilledInTheMiddleOfAStep() throws SQLException {
        Migrations migrations = new Migrations(database.address(), MigrationFiles.shipped());
        migrations.downTo(FORECASTS - 1);
        database.execute("insert into alert_state values ('a', 'b', '-infinity', 'warning', now(), 7)");
        try (Connection busy = connection();
                Statement statement = busy.createStatement()) {
            busy.setAutoCommit(false);
            statement.execute("lock table sallyport.alert_state in access share mode");
            GatewayProcess killed = gateway().startApart(database);
            Await.until(() -> database.rows(WAITING).size() == 1);

            killed.kill();

            assertThat(migrations.history())
                    .last()
                    .extracting(MigrationStep::version)
                    .isEqualTo(FORECASTS - 1);
        }
        try (GatewayHarness gateway = gateway().startOn(database)) {
            call(gateway);
        }
        assertThat(migrations.pending()).isEmpty();
        assertThat(database.rows("select kind, cause, subject from alert_state"))
                .containsExactly(List.of("limit", "a", "b"));
    }

    private GatewayHarness.Setup gateway() {
        return GatewayHarness.with()
                .backend("one", upstream.url())
                .backend("two", upstream.url())
                .alias("chat", "two/m");
    }

    private void useEverything(GatewayHarness gateway) {
        Person operator = Person.operator(gateway, "root@example.org");
        TenantId tenant = new Tenants(database.database(), Clock.systemUTC())
                .create(new DisplayName("Ours"), "admin")
                .id();
        AdminThings things = new AdminThings(gateway, operator, tenant);
        DescribedRoute.of(gateway).stream()
                .filter(DescribedRoute::changesSomething)
                .filter(route -> route.permission() != Permission.OPEN && route.permission() != Permission.SIGNED_IN)
                .forEach(route -> use(route, things, operator));
        for (int i = 0; i < CALLS; i++) {
            call(gateway);
        }
    }

    private static void use(DescribedRoute route, AdminThings things, Person operator) {
        String shape = AdminThings.shape(route.path());
        String path = things.path(route);

        HttpResponse<String> answer =
                operator.send(route.method(), path, route.takes().isPresent() ? things.body(shape) : "");

        assertThat(answer.statusCode())
                .as("%s %s: %s", route.method(), path, answer.body())
                .matches(status -> REFUSED.contains(shape) ? status == 404 : status < 300);
    }

    private static void call(GatewayHarness gateway) {
        try (SseClient answer = gateway.chat("chat", "")) {
            assertThat(answer.status()).isEqualTo(200);
        }
    }

    private void takeToNewer() throws IOException {
        try (Stream<Path> shipped = Files.list(Path.of("migrations/versions"))) {
            for (Path file : shipped.toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
        Files.writeString(folder.resolve("9999_newer.sql"), NEWER);
        assertThat(new Migrations(database.address(), MigrationFiles.in(folder)).up())
                .hasSize(1);
    }

    /// Every row of every table, in an order of their own.
    private Map<String, List<Json>> contents() {
        Map<String, List<Json>> all = new TreeMap<>();
        for (List<String> table : database.rows(TABLES)) {
            String name = table.getFirst();
            all.put(
                    name,
                    database.rows("select to_jsonb(t)::text from " + name + " t").stream()
                            .map(row -> Json.parse(row.getFirst()))
                            .sorted(Comparator.comparing(Json::toString))
                            .toList());
        }
        return all;
    }

    /// Of the newer contents what the older ones have a place for.
    private static Map<String, List<Json>> common(Map<String, List<Json>> older, Map<String, List<Json>> newer) {
        Map<String, List<Json>> common = new TreeMap<>();
        older.forEach((table, rows) -> common.put(
                table,
                newer.getOrDefault(table, List.of()).stream()
                        .map(row -> rows.isEmpty() ? row : common(rows.getFirst(), row))
                        .sorted(Comparator.comparing(Json::toString))
                        .toList()));
        return common;
    }

    private static Json common(Json older, Json newer) {
        JsonObject common = Json.object();
        older.fields().forEach(field -> common.put(field.name(), newer.get(field.name())));
        return common.toJson();
    }

    private Connection connection() throws SQLException {
        return DriverManager.getConnection(
                database.address().url(),
                database.address().user(),
                database.address().password().reveal());
    }
}
