package io.sallyport.app;

import io.sallyport.app.Launch.FirstKeys;
import io.sallyport.app.Launch.Search;
import io.sallyport.app.settings.ProductionReview;
import io.sallyport.app.settings.Settings;
import io.sallyport.app.settings.SettingsInForce;
import io.sallyport.app.settings.SettingsReader;
import io.sallyport.app.settings.SettingsReader.Source;
import io.sallyport.cli.Workbench;
import io.sallyport.crypto.KeyFormat;
import io.sallyport.database.Backup;
import io.sallyport.database.DatabaseAddress;
import io.sallyport.database.EmbeddedPostgres;
import io.sallyport.database.EmbeddedSettings;
import io.sallyport.database.MigrationFiles;
import io.sallyport.database.Migrations;
import io.sallyport.fleet.agent.AgentListener;
import io.sallyport.fleet.agent.AgentSettings;
import io.sallyport.fleet.agent.NodeAgent;
import io.sallyport.json.Json;
import io.sallyport.json.yaml.Effective;
import io.sallyport.json.yaml.Problem;
import io.sallyport.json.yaml.YamlReader.Outcome;
import io.sallyport.lang.Secret;
import io.sallyport.provider.simulated.SimulatedUpstream;
import io.sallyport.transport.EventLoops;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// What commands ask of this program: its settings, its database, and a gateway for one command.
final class GatewayWorkbench implements Workbench {
    private static final Duration LONGEST_DRAIN = Duration.ofSeconds(15);

    private final Map<String, String> environment;
    private final Clock clock;

    GatewayWorkbench(Map<String, String> environment, Clock clock) {
        this.environment = Map.copyOf(environment);
        this.clock = clock;
    }

    @Override
    public SettingsReport settings(Place place) {
        return switch (read(place, Map.of())) {
            case Outcome.Accepted<Settings> accepted ->
                new SettingsReport(
                        List.of(),
                        accepted.notices(),
                        accepted.effective().stream().map(Effective::toString).toList());
            case Outcome.Rejected<Settings> rejected ->
                new SettingsReport(
                        rejected.problems().stream().map(Problem::toString).toList(), List.of(), List.of());
        };
    }

    @Override
    public List<Lack> lacks(Place place) {
        Source source = new Source(place.config(), environment, Map.of());
        return read(place, Map.of()) instanceof Outcome.Accepted<Settings> accepted
                ? ProductionReview.of(accepted.value(), SettingsReader.variables(source), clock.instant())
                : List.of();
    }

    @Override
    public Json settingsSchema() {
        return GatewayStarter.settingsReader().schema();
    }

    /// Listens on a free port of this machine only, and knows one key that nobody else has.
    @Override
    public Standby standBy(Place place) {
        Secret key = KeyFormat.generate(new SecureRandom()).text();
        Map<String, String> options = Map.of(
                "server.host", "127.0.0.1",
                "server.port", "0",
                "server.metrics_port", "0",
                "admin_api.enabled", "true",
                "auth.admin_api_keys", key.reveal());
        Gateway gateway = Gateway.start(new Launch(
                new SettingsInForce(accepted(place, options)),
                folder(place),
                environment,
                clock,
                Version.service(),
                Search.NONE,
                FirstKeys.NONE));
        return new Standby() {
            @Override
            public URI url() {
                return gateway.url();
            }

            @Override
            public Secret adminKey() {
                return key;
            }

            @Override
            public void close() {
                gateway.close();
            }
        };
    }

    @Override
    public Schema schema(Place place) {
        Optional<DatabaseAddress> external =
                accepted(place, Map.of()).value().database().address();
        if (external.isPresent()) {
            return schema(external.get(), () -> {});
        }
        EmbeddedPostgres embedded = EmbeddedPostgres.start(EmbeddedSettings.in(folder(place)));
        return schema(embedded.address(), embedded::close);
    }

    @Override
    public void simulate(int port, PrintWriter out) {
        try (EventLoops loops = EventLoops.start();
                SimulatedUpstream upstream = SimulatedUpstream.start(loops, port, clock)) {
            out.println("The simulated vendor answers at " + upstream.baseUrl());
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// A signal drains the node first: the process ends when the gateway knows.
    @Override
    public void node(AgentSettings settings, PrintWriter out) {
        CountDownLatch drained = new CountDownLatch(1);
        try (EventLoops loops = EventLoops.start(1);
                NodeAgent agent = new NodeAgent(settings, out, clock);
                AgentListener _ = AgentListener.start(loops, agent, settings.port())) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                agent.drain();
                await(drained);
                // A signal would otherwise end the process with 143 although everything went as it should.
                Runtime.getRuntime().halt(0);
            }));
            agent.run();
        } finally {
            drained.countDown();
        }
    }

    private static void await(CountDownLatch drained) {
        try {
            var _ = drained.await(LONGEST_DRAIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public Map<String, String> environment() {
        return environment;
    }

    @Override
    public Clock clock() {
        return clock;
    }

    private static Schema schema(DatabaseAddress address, Runnable whenClosed) {
        return new Schema() {
            @Override
            public Migrations migrations() {
                return new Migrations(address, MigrationFiles.shipped());
            }

            @Override
            public Backup backup() {
                return new Backup(address, MigrationFiles.shipped());
            }

            @Override
            public void close() {
                whenClosed.run();
            }
        };
    }

    private Outcome<Settings> read(Place place, Map<String, String> options) {
        return GatewayStarter.settingsReader().read(new Source(place.config(), environment, options));
    }

    private Outcome.Accepted<Settings> accepted(Place place, Map<String, String> options) {
        return switch (read(place, options)) {
            case Outcome.Accepted<Settings> accepted -> accepted;
            case Outcome.Rejected<Settings> rejected ->
                throw new IllegalArgumentException(
                        rejected.problems().stream().map(Problem::toString).collect(Collectors.joining("\n")));
        };
    }

    private static Path folder(Place place) {
        try {
            return Files.createDirectories(place.dataFolder());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the data folder " + place.dataFolder(), e);
        }
    }
}
