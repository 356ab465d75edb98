package io.sallyport.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `sallyport up`: starts the gateway.
@Command(
        name = "up",
        aliases = "serve",
        description = "Start the gateway. Needs no file, no server and no flag.",
        mixinStandardHelpOptions = true)
final class UpCommand implements Callable<Integer> {
    private final Starter starter;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private DataFolder data = new DataFolder();

    @Option(names = "--config", paramLabel = "FILE", description = "Settings; without it the built-in ones are used.")
    private @Nullable Path config;

    @Option(names = "--port", paramLabel = "N", description = "Port for clients (8080); 0 for any free one.")
    private @Nullable String port;

    @Option(names = "--metrics-port", paramLabel = "N", description = "Port for metrics (9050); 0 for any free one.")
    private @Nullable String metricsPort;

    @Option(names = "--host", paramLabel = "H", description = "Address to listen on (127.0.0.1).")
    private @Nullable String host;

    UpCommand(Starter starter) {
        this.starter = starter;
    }

    @Override
    public Integer call() {
        Map<String, String> options = new LinkedHashMap<>();
        put(options, "server.port", port);
        put(options, "server.metrics_port", metricsPort);
        put(options, "server.host", host);
        CommandSpec known = java.util.Objects.requireNonNull(spec);
        return starter.up(
                new Starter.Asked(Optional.ofNullable(config), data.folder(), options),
                known.commandLine().getOut(),
                known.commandLine().getErr());
    }

    private static void put(Map<String, String> options, String path, @Nullable String value) {
        if (value != null) {
            options.put(path, value);
        }
    }
}
