package io.sallyport.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/// The commands for operators, in the order of the help text.
final class OperatorCommands {
    private static final int FAILED = 1;

    private OperatorCommands() {}

    /// Adds the commands, and makes every failure a line for people and an exit code.
    static void addTo(CommandLine root, Workbench workbench) {
        List.of(
                        new KeyCommand(workbench),
                        new BackendCommand(workbench),
                        new TenantCommand(workbench),
                        new UserCommand(workbench),
                        new AuditCommand(workbench),
                        UsageCommand.commands(workbench),
                        new LimitCommand(workbench),
                        new ExplainCommand(workbench),
                        new LedgerCommand(workbench),
                        new MigrateCommand(workbench),
                        new BackupCommand(workbench),
                        new ExportCommand(workbench),
                        new PlanCommand(workbench),
                        new ApplyCommand(workbench),
                        new ImportCommand(workbench),
                        new CommandLine(new ConfigCommand(workbench)).addSubcommand(new ImportCommand(workbench)),
                        new MasterKeyCommand(workbench),
                        new DoctorCommand(workbench),
                        new NodeCommand(workbench),
                        new SmokeCommand(workbench),
                        new SimulateCommand(workbench),
                        new OpenApiCommand(workbench))
                .forEach(root::addSubcommand);
        root.setExecutionExceptionHandler(new FailureText());
    }

    private static final class FailureText implements IExecutionExceptionHandler {
        @Override
        public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
            String message = failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
            command.getErr().println("sallyport: " + message);
            return failure instanceof CommandFailed failed ? failed.exitCode() : FAILED;
        }
    }
}
