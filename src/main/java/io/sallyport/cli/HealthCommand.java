package io.sallyport.cli;

import java.net.URI;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `sallyport health`: asks a gateway whether it takes calls, for containers that have no other program to ask
/// with.
@Command(
        name = "health",
        description = "Ask whether a gateway takes calls; the exit code says it.",
        mixinStandardHelpOptions = true)
final class HealthCommand implements Callable<Integer> {
    private static final int OK = 200;
    private static final int NOT_SERVING = 1;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--base-url",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:8080",
            description = "Address of the gateway (${DEFAULT-VALUE}).")
    private @Nullable URI baseUrl;

    @Override
    public Integer call() {
        URI asked = Objects.requireNonNull(baseUrl);
        boolean serves = OperatorClient.readinessOf(asked).equals(OptionalInt.of(OK));
        Objects.requireNonNull(spec)
                .commandLine()
                .getOut()
                .println(asked + (serves ? " takes calls" : " takes no calls"));
        return serves ? 0 : NOT_SERVING;
    }
}
