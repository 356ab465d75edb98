package io.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.app.Launch.FirstKeys;
import io.sallyport.app.Launch.Search;
import io.sallyport.app.settings.SettingsInForce;
import io.sallyport.app.settings.SettingsReader.Source;
import io.sallyport.app.settings.SettingsWatch;
import io.sallyport.database.DatabaseAddress;
import io.sallyport.json.Json;
import io.sallyport.telemetry.Service;
import io.sallyport.testkit.Await;
import io.sallyport.testkit.FaultProxy;
import io.sallyport.testkit.JavaProgram;
import io.sallyport.testkit.Passerby;
import io.sallyport.testkit.Ports;
import io.sallyport.testkit.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
final class GatewayStartTest {
    private static final String KEY = "sk-any.key-of-a-test";
    private static final Duration RECOVERY = Duration.ofSeconds(40);

    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    @Tag("F01")
    void waitsForItsDatabaseAndSaysSo() throws Exception {
        try (TestDatabase database = TestDatabase.migrated();
                FaultProxy proxy = FaultProxy.before(portOf(database.address()))) {
            proxy.fault(new FaultProxy.Refuse());
            int port = Ports.free();
            Launch launch = launch(settings(database.address(), proxy.port(), port));
            FutureTask<Gateway> starting = new FutureTask<>(() -> Gateway.start(launch));
            Thread.ofPlatform().start(starting);

            HttpResponse<String> alive = untilAnswered(port, "/health");
            HttpResponse<String> ready = untilAnswered(port, "/healthz");
            HttpResponse<String> call = untilAnswered(port, "/v1/models");
            long back = System.nanoTime();
            proxy.fault(new FaultProxy.None());
            try (Gateway gateway = starting.get(1, TimeUnit.MINUTES)) {
                Duration waited = Duration.ofNanos(System.nanoTime() - back);

                assertThat(alive.statusCode()).isEqualTo(200);
                assertThat(ready.statusCode()).isEqualTo(503);
                assertThat(call.statusCode()).isEqualTo(503);
                assertThat(call.body()).contains("state_store_unavailable");
                assertThat(healthSoon(gateway)).isEqualTo(200);
                assertThat(waited).isLessThan(RECOVERY);
            }
        }
    }

    /// A start lays hold of many tables; each statement is cut off after a second.
    @Test
    @Tag("F01")
    void waitsInTheMiddleOfItsStart() throws Exception {
        try (TestDatabase database = TestDatabase.migrated()) {
            Launch launch = launch(settings(database.address(), portOf(database.address()), 0));
            FutureTask<Gateway> starting = new FutureTask<>(() -> Gateway.start(launch));

            database.database().useTransaction(transaction -> {
                LockedTable table = transaction.attach(LockedTable.class);
                table.lock();
                Thread.ofPlatform().start(starting);
                Set<Instant> tries = new HashSet<>();
                Await.until(() -> tries.addAll(table.waiting()) && tries.size() > 1);
            });

            try (Gateway gateway = starting.get()) {
                assertThat(healthSoon(gateway)).isEqualTo(200);
            }
        }
    }

    @Test
    void endsAtASignalWhileItWaits() throws Exception {
        try (TestDatabase database = TestDatabase.migrated()) {
            int port = Ports.free();
            Path said = folder.resolve("said");
            settings(database.address(), Ports.free(), port);
            Process process = process(said);

            untilAnswered(port, "/health");
            Await.until(() -> text(said).contains("database_unreachable"));
            process.destroy();

            assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
            assertThat(process.exitValue()).isZero();
        }
    }

    interface LockedTable {
        @SqlUpdate("lock table limit_rule in access exclusive mode")
        void lock();

        @SqlQuery(
                "select waitstart from pg_locks where not granted and waitstart is not null and relation = 'limit_rule'::regclass")
        List<Instant> waiting();
    }

    private Process process(Path said) throws IOException {
        ProcessBuilder command = JavaProgram.of(
                Main.class, "up", "--config", folder.resolve("sallyport.yaml").toString(), "--data", folder.toString());
        return command.redirectErrorStream(true).redirectOutput(said.toFile()).start();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int portOf(DatabaseAddress database) {
        return URI.create(database.url().substring("jdbc:".length())).getPort();
    }

    @Test
    @Tag("G13")
    @Tag("ATOMIC")
    void servesOnWithTheOldSettingsAndTellsOperatorsOfTheWrongOnes() throws Exception {
        try (TestDatabase database = TestDatabase.migrated()) {
            SettingsInForce inForce = settings(database.address(), portOf(database.address()), 0);
            Path file = folder.resolve("sallyport.yaml");
            String right = Files.readString(file);
            try (Gateway gateway = Gateway.start(launch(inForce));
                    SettingsWatch watch = new SettingsWatch(
                            GatewayStarter.settingsReader(),
                            new Source(Optional.of(file), Map.of(), Map.of()),
                            inForce,
                            gateway::reload)) {
                Files.writeString(file, right.substring(0, right.length() / 2));
                watch.reload();
                HttpResponse<String> known = models(gateway, KEY);
                String wrong = get(gateway.metricsUrl().resolve("/metrics")).body();
                Files.writeString(file, right.replace(KEY, "sk-other.key-of-a-test"));
                watch.reload();
                HttpResponse<String> old = models(gateway, KEY);
                String mended = get(gateway.metricsUrl().resolve("/metrics")).body();

                assertThat(known.statusCode()).isEqualTo(200);
                assertThat(old.statusCode()).isEqualTo(401);
                assertThat(wrong).contains("sallyport_settings_problems 1.0");
                assertThat(mended).contains("sallyport_settings_problems 0.0");
                assertThat(database.rows("select action, actor from admin_event"))
                        .containsExactlyInAnyOrder(
                                List.of("settings.refuse", "settings file"),
                                List.of("settings.apply", "settings file"));
                assertThat(database.rows("select metadata from admin_event").toString())
                        .contains("sallyport.yaml:", "auth")
                        .doesNotContain("key-of-a-test");
            }
        }
    }

    private HttpResponse<String> models(Gateway gateway, String key) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(gateway.url().resolve("/v1/models"))
                        .header("x-api-key", key)
                        .build(),
                BodyHandlers.ofString());
    }

    private SettingsInForce settings(DatabaseAddress database, int databasePort, int port) throws IOException {
        Json settings = Json.object()
                .put(
                        "server",
                        Json.object().put("port", port).put("metrics_port", 0).put("event_loops", 1))
                .put(
                        "database",
                        Json.object()
                                .put("url", database.url().replaceFirst(":\\d+/", ":" + databasePort + "/"))
                                .put("user", database.user())
                                .put("password", database.password().reveal()))
                .put("auth", Json.object().put("client_api_keys", Json.array().add(KEY)))
                .toJson();
        return SettingsText.inForce(Files.writeString(folder.resolve("sallyport.yaml"), settings.toString()), Map.of());
    }

    private Launch launch(SettingsInForce settings) {
        return new Launch(
                settings,
                folder,
                Map.of("SALLYPORT_KEY_HASH_SECRET", "a-pepper-that-only-tests-use"),
                Clock.systemUTC(),
                new Service("sallyport", "test", "test"),
                Search.NONE,
                FirstKeys.NONE);
    }

    private HttpResponse<String> untilAnswered(int port, String path) throws InterruptedException {
        URI url = URI.create("http://127.0.0.1:" + port + path);
        while (true) {
            try {
                return get(url);
            } catch (IOException e) {
                // Not listening yet; the time limit of the test ends this.
                Thread.onSpinWait();
            }
        }
    }

    /// The status of what it says of its health, once that is 200 or the time is over: the database may be too slow
    /// for one look.
    private int healthSoon(Gateway gateway) {
        try (Passerby watcher = new Passerby(gateway.url())) {
            return Await.answer(() -> watcher.get("/healthz").statusCode(), status -> status == 200);
        }
    }

    private HttpResponse<String> get(URI url) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString());
    }
}
