package io.sallyport.cli;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

/// The command line: one name, many commands.
public final class Cli {
    private static final int BAD_USAGE = 2;

    private final Starter starter;
    private final Workbench workbench;

    public Cli(Starter starter, Workbench workbench) {
        this.starter = starter;
        this.workbench = workbench;
    }

    /// Runs one command.
    ///
    /// @return 0 when it worked, 1 for a failure of transport or server, 2 for bad usage or a missing
    /// credential
    public int run(String[] arguments, PrintWriter out, PrintWriter err) {
        return commands().setOut(out).setErr(err).execute(arguments);
    }

    private CommandLine commands() {
        CommandLine root = new CommandLine(CommandSpec.forAnnotatedObject(new Root()));
        root.addSubcommand(new UpCommand(starter));
        root.addSubcommand(new WarmUpCommand(starter));
        root.addSubcommand(new VersionCommand());
        root.addSubcommand(new HealthCommand());
        OperatorCommands.addTo(root, workbench);
        return root;
    }

    @Command(
            name = "sallyport",
            description = "A self-hosted AI gateway.",
            mixinStandardHelpOptions = true,
            versionProvider = Version.class)
    private static final class Root implements java.util.concurrent.Callable<Integer> {
        @CommandLine.Spec
        private @org.jspecify.annotations.Nullable CommandSpec spec;

        @Override
        public Integer call() {
            CommandLine line = java.util.Objects.requireNonNull(spec).commandLine();
            line.usage(line.getErr());
            return BAD_USAGE;
        }
    }

    private static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String built = Cli.class.getPackage().getImplementationVersion();
            return new String[] {"sallyport " + (built == null ? "(not packaged)" : built)};
        }
    }
}
