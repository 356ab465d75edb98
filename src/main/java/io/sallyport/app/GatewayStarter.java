package io.sallyport.app;

import io.sallyport.app.FirstRun.Keys;
import io.sallyport.app.Launch.FirstKeys;
import io.sallyport.app.Launch.Search;
import io.sallyport.app.settings.BackendKind;
import io.sallyport.app.settings.Choices;
import io.sallyport.app.settings.Settings;
import io.sallyport.app.settings.SettingsInForce;
import io.sallyport.app.settings.SettingsReader;
import io.sallyport.app.settings.SettingsReader.Source;
import io.sallyport.app.settings.SettingsWatch;
import io.sallyport.cli.Starter;
import io.sallyport.json.yaml.Problem;
import io.sallyport.json.yaml.YamlReader.Outcome;
import io.sallyport.json.yaml.YamlReader.Outcome.Accepted;
import io.sallyport.routing.RouteStrategy;
import io.sallyport.telemetry.LogSetup;
import io.sallyport.telemetry.Service;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/// Starts gateways for the command line and tells people what they need to know.
final class GatewayStarter implements Starter {
    private static final int FAILED = 1;
    private static final int BAD_USAGE = 2;
    /// What closing everything may take after the last call.
    private static final Duration LONGEST_CLOSE = Duration.ofMinutes(2);

    private final Map<String, String> environment;

    GatewayStarter(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    static SettingsReader settingsReader() {
        return new SettingsReader(new Choices(
                BuiltIns.providers().stream()
                        .map(kind -> new BackendKind(kind.provider().kind(), kind.usualUrl(), kind.keyVariable()))
                        .toList(),
                BuiltIns.strategies().stream().map(RouteStrategy::name).toList(),
                BuiltIns.guardrails()));
    }

    @Override
    public int up(Asked asked, PrintWriter out, PrintWriter err) {
        Source source = new Source(asked.config(), environment, asked.options());
        Outcome<Settings> read = settingsReader().read(source);
        if (!(read instanceof Accepted<Settings> accepted)) {
            ((Outcome.Rejected<Settings>) read)
                    .problems().stream().map(Problem::toString).forEach(err::println);
            return BAD_USAGE;
        }
        accepted.notices().forEach(err::println);
        Service service = Version.service();
        LogSetup log = LogSetup.start(accepted.value().log(), service);
        boolean firstMinute = asked.config().isEmpty();
        SettingsInForce inForce = new SettingsInForce(accepted);
        Launch launch = new Launch(
                inForce,
                folder(asked.dataFolder()),
                SettingsReader.variables(new Source(asked.config(), environment, asked.options())),
                Clock.systemUTC(),
                service,
                firstMinute ? Search.EVERYWHERE : Search.NONE,
                accepted.value().keys().issuedKeys() ? FirstKeys.MADE : FirstKeys.NONE);
        try (log) {
            return run(launch, out, err, gateway -> watch(source, inForce, gateway));
        }
    }

    private static SettingsWatch watch(Source source, SettingsInForce inForce, Gateway gateway) {
        SettingsWatch watch = new SettingsWatch(settingsReader(), source, inForce, gateway::reload);
        watch.start();
        return watch;
    }

    private static int run(Launch launch, PrintWriter out, PrintWriter err, Function<Gateway, SettingsWatch> watching) {
        CountDownLatch stopped = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        AtomicInteger exitCode = new AtomicInteger(FAILED);
        GatewayStart start = new GatewayStart(Thread.currentThread());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            stopped.countDown();
            start.giveUp();
            await(closed, launch.settings().server().longestDrain().plus(LONGEST_CLOSE));
            // A signal would otherwise end the process with 143 although everything was closed as it should.
            Runtime.getRuntime().halt(exitCode.get());
        }));
        try {
            Gateway gateway = Gateway.start(launch);
            start.over();
            try (SettingsWatch _ = watching.apply(gateway)) {
                greet(gateway, out);
                stopped.await();
            }
            gateway.stop();
            exitCode.set(0);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            if (stopped.getCount() == 0) {
                exitCode.set(0);
            } else {
                err.println("sallyport: " + e.getMessage());
            }
        } finally {
            closed.countDown();
        }
        return exitCode.get();
    }

    private static void await(CountDownLatch closed, Duration longest) {
        try {
            var _ = closed.await(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void greet(Gateway gateway, PrintWriter out) {
        out.println();
        out.println("  Sallyport is up at " + gateway.url());
        gateway.signInUrl().ifPresent(link -> out.println("  Sign in once with:  " + link.reveal()));
        gateway.firstKeys().ifPresent(keys -> firstCall(gateway, keys, out));
        out.println();
        out.flush();
    }

    private static void firstCall(Gateway gateway, Keys keys, PrintWriter out) {
        out.println("  First API key:     " + keys.api().reveal());
        out.println();
        out.println("  Try it:");
        out.println("    curl " + gateway.url() + "/v1/chat/completions \\");
        out.println("      -H 'Authorization: Bearer " + keys.api().reveal() + "' \\");
        out.println("      -H 'Content-Type: application/json' \\");
        out.println("      -d '{\"model\":\"" + gateway.suggestedModel()
                + "\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}'");
    }

    @Override
    public int warmUp(PrintWriter out, PrintWriter err) {
        return new TrainingRun(environment).run(out, err);
    }

    private static Path folder(Path folder) {
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the data folder " + folder, e);
        }
    }
}
