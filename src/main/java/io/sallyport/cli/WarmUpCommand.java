package io.sallyport.cli;

import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `sallyport warm-up`: the training run of the start-up cache.
@Command(name = "warm-up", hidden = true, description = "Start, make some calls, stop.")
final class WarmUpCommand implements Callable<Integer> {
    private final Starter starter;

    @Spec
    private @Nullable CommandSpec spec;

    WarmUpCommand(Starter starter) {
        this.starter = starter;
    }

    @Override
    public Integer call() {
        CommandSpec known = Objects.requireNonNull(spec);
        return starter.warmUp(known.commandLine().getOut(), known.commandLine().getErr());
    }
}
