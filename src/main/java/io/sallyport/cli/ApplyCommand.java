package io.sallyport.cli;

import io.sallyport.json.Json;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `sallyport apply`: makes everything as a blueprint says, or as it was.
@Command(
        name = "apply",
        description = "Make everything as a blueprint says, all or nothing; or as it was in a revision.",
        mixinStandardHelpOptions = true)
final class ApplyCommand implements Callable<Integer> {
    private static final String LATEST = "latest";

    private final Workbench workbench;

    @Mixin
    private final GatewayOptions gateway;

    @Parameters(paramLabel = "FILE", arity = "0..1", description = "The blueprint.")
    private @Nullable Path file;

    @Option(
            names = "--rollback",
            arity = "0..1",
            paramLabel = "REVISION",
            fallbackValue = LATEST,
            description = "Bring this revision back; without a number the newest that differs from what is.")
    private @Nullable String rollback;

    ApplyCommand(Workbench workbench) {
        this.workbench = workbench;
        this.gateway = new GatewayOptions(workbench);
    }

    @Override
    public Integer call() {
        if ((file == null) == (rollback == null)) {
            throw CommandFailed.badUsage("Name either a blueprint or --rollback.");
        }
        if (file == null) {
            return gateway.print(this::broughtBack, PlanText::of);
        }
        BlueprintFile blueprint = BlueprintFile.read(file, workbench.environment());
        return gateway.print(client -> applied(client, blueprint), PlanText::of);
    }

    /// What is wrong is told with its line, so the plan is asked for first.
    private static Json applied(OperatorClient client, BlueprintFile blueprint) {
        Json plan = PlanCommand.planned(client, blueprint);
        return plan.get("changes").elements().isEmpty()
                ? plan
                : client.putAndWait(ExportCommand.BLUEPRINT, PlanCommand.body(blueprint));
    }

    private Json broughtBack(OperatorClient client) {
        Json body = Json.object().put("revision", number(client)).toJson();
        return client.putAndWait(ExportCommand.BLUEPRINT, body);
    }

    private long number(OperatorClient client) {
        if (rollback != null && !rollback.equals(LATEST)) {
            return number(rollback);
        }
        String now = client.get(ExportCommand.BLUEPRINT, Map.of()).get("digest").text();
        return client.get(ExportCommand.REVISIONS, Map.of()).get("data").elements().stream()
                .filter(revision -> !revision.get("digest").text().equals(now))
                .findFirst()
                .orElseThrow(() -> CommandFailed.failed("There is no revision that differs from what is."))
                .get("number")
                .asLong();
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw CommandFailed.badUsage("A revision has a number; sallyport export --revisions lists them.");
        }
    }
}
