package io.sallyport.cli;

import io.sallyport.cli.Workbench.Schema;
import io.sallyport.database.MigrationStep;
import io.sallyport.database.Migrations;
import io.sallyport.json.Json;
import io.sallyport.json.JsonArray;
import io.sallyport.json.JsonCodec;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `sallyport migrate`: the steps of the database's schema.
@Command(
        name = "migrate",
        description = "Status, up, down and history of the database.",
        mixinStandardHelpOptions = true)
final class MigrateCommand {

    @Mixin
    private final GatewayOptions gateway;

    private final Workbench workbench;

    MigrateCommand(Workbench workbench) {
        this.workbench = workbench;
        this.gateway = new GatewayOptions(workbench);
    }

    @Command(
            name = "status",
            aliases = "current",
            description = "List all steps, applied and pending.",
            mixinStandardHelpOptions = true)
    int status() {
        return show(Migrations::status);
    }

    @Command(name = "up", description = "Apply what is pending.", mixinStandardHelpOptions = true)
    int up() {
        return show(Migrations::up);
    }

    @Command(name = "down", description = "Undo the newest steps.", mixinStandardHelpOptions = true)
    int down(@Option(names = "--steps", defaultValue = "1", description = "How many (1).") int steps) {
        return show(migrations -> migrations.down(steps));
    }

    @Command(name = "history", description = "List what was applied, oldest first.", mixinStandardHelpOptions = true)
    int history() {
        return show(Migrations::history);
    }

    private int show(Function<Migrations, List<MigrationStep>> work) {
        try (Schema schema = workbench.schema(gateway.place())) {
            List<MigrationStep> steps = work.apply(schema.migrations());
            JsonArray json = Json.array();
            steps.forEach(step -> json.add(JsonCodec.write(step)));
            return gateway.print(json.toJson(), () -> words(steps));
        }
    }

    private static String words(List<MigrationStep> steps) {
        if (steps.isEmpty()) {
            return "Nothing to do.";
        }
        TextTable table = new TextTable("STEP", "NAME", "APPLIED");
        steps.forEach(step -> table.row(
                String.format(Locale.ROOT, "%04d", step.version()),
                step.name(),
                step.appliedAt().map(Instant::toString).orElse("pending")));
        return table.toString();
    }
}
