package io.sallyport.cli;

import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `sallyport simulate`: serves the simulated vendor by itself.
@Command(
        name = "simulate",
        description = "Serve the simulated vendor, without a gateway.",
        mixinStandardHelpOptions = true)
final class SimulateCommand implements Callable<Integer> {
    private final Workbench workbench;

    @Spec
    private @Nullable CommandSpec command;

    @Option(names = "--port", defaultValue = "0", paramLabel = "N", description = "Port; 0 for any free one (0).")
    private int port;

    SimulateCommand(Workbench workbench) {
        this.workbench = workbench;
    }

    @Override
    public Integer call() {
        workbench.simulate(port, Objects.requireNonNull(command).commandLine().getOut());
        return 0;
    }
}
