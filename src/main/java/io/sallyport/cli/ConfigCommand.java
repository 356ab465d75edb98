package io.sallyport.cli;

import io.sallyport.cli.Workbench.Place;
import io.sallyport.cli.Workbench.SettingsReport;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/// `sallyport config`: checks, shows and describes the settings.
@Command(name = "config", description = "Check, show and describe the settings.", mixinStandardHelpOptions = true)
final class ConfigCommand {
    private static final int FAILED = 1;

    private final Workbench workbench;

    @Spec
    private @Nullable CommandSpec command;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "The file; without it the built-in settings.")
    private @Nullable Path config;

    ConfigCommand(Workbench workbench) {
        this.workbench = workbench;
    }

    @Command(name = "check", description = "Name every problem of the file at once.", mixinStandardHelpOptions = true)
    int check(@Parameters(arity = "0..1", paramLabel = "FILE") @Nullable Path file) {
        SettingsReport report = report(file);
        if (report.problems().isEmpty()) {
            report.notices().forEach(out()::println);
            out().println("The settings are right.");
            return 0;
        }
        return complain(report);
    }

    @Command(
            name = "show",
            description = "Show every value and where it comes from; secrets are masked.",
            mixinStandardHelpOptions = true)
    int show(@Parameters(arity = "0..1", paramLabel = "FILE") @Nullable Path file) {
        SettingsReport report = report(file);
        if (!report.problems().isEmpty()) {
            return complain(report);
        }
        report.values().forEach(out()::println);
        return 0;
    }

    @Command(name = "schema", description = "Print the JSON Schema of the file.", mixinStandardHelpOptions = true)
    int schema() {
        out().println(workbench.settingsSchema());
        return 0;
    }

    private SettingsReport report(@Nullable Path file) {
        return workbench.settings(
                new Place(Optional.ofNullable(file).or(() -> Optional.ofNullable(config)), Path.of("")));
    }

    private int complain(SettingsReport report) {
        PrintWriter err = Objects.requireNonNull(command).commandLine().getErr();
        report.problems().forEach(err::println);
        return FAILED;
    }

    private PrintWriter out() {
        return Objects.requireNonNull(command).commandLine().getOut();
    }
}
