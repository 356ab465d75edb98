package io.sallyport.cli;

import io.sallyport.json.Json;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `sallyport plan`: what applying a blueprint would change.
@Command(
        name = "plan",
        description = "Tell what applying a blueprint would change; nothing is done.",
        mixinStandardHelpOptions = true)
final class PlanCommand implements Callable<Integer> {
    private final Workbench workbench;

    @Mixin
    private final GatewayOptions gateway;

    @Parameters(paramLabel = "FILE", description = "The blueprint.")
    private Path file = Path.of("");

    PlanCommand(Workbench workbench) {
        this.workbench = workbench;
        this.gateway = new GatewayOptions(workbench);
    }

    @Override
    public Integer call() {
        BlueprintFile blueprint = BlueprintFile.read(file, workbench.environment());
        return gateway.print(client -> planned(client, blueprint), PlanText::of);
    }

    /// Errors: CommandFailed with everything that is wrong with the blueprint.
    static Json planned(OperatorClient client, BlueprintFile blueprint) {
        Json plan = client.postAndWait(ExportCommand.BLUEPRINT + "/plan", body(blueprint));
        blueprint.refuseFaults(plan);
        return plan;
    }

    static Json body(BlueprintFile blueprint) {
        return Json.object().put("blueprint", blueprint.json()).toJson();
    }
}
