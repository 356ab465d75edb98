package io.sallyport.cli;

import io.sallyport.json.Json;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `sallyport usage`: tokens and cost.
@Command(name = "usage", description = "Sum up tokens and cost.", mixinStandardHelpOptions = true)
final class UsageCommand implements Callable<Integer> {

    @Mixin
    private final GatewayOptions gateway;

    @Option(
            names = "--by",
            defaultValue = "model",
            paramLabel = "GROUP",
            description = "tenant, project, key, user, backend_profile, principal, operation, model, backend, provider,"
                    + " upstream_model, status, end_user or hour (model).")
    private String by = "model";

    @Option(names = "--from", paramLabel = "TIME", description = "First moment, such as 2026-11-01T00:00:00Z.")
    private String from = "";

    @Option(names = "--to", paramLabel = "TIME", description = "End, not included.")
    private String to = "";

    private UsageCommand(Workbench workbench) {
        this.gateway = new GatewayOptions(workbench);
    }

    /// The command with those below it, which share its options.
    static CommandLine commands(Workbench workbench) {
        UsageCommand usage = new UsageCommand(workbench);
        return new CommandLine(usage)
                .addSubcommand(new UsageRerate(usage.gateway))
                .addSubcommand(new UsageImport(usage.gateway))
                .addSubcommand(new UsageDrift(usage.gateway));
    }

    @Override
    public Integer call() {
        Map<String, String> query = Map.of("by", by, "from", from, "to", to);
        return gateway.print(client -> client.get("/admin/api/usage", query), this::table);
    }

    private String table(Json report) {
        TextTable table = new TextTable(
                by.toUpperCase(Locale.ROOT),
                "CALLS",
                "ERRORS",
                "INPUT",
                "CACHED",
                "OUTPUT",
                "COST USD",
                "WITHOUT PRICE");
        report.get("groups")
                .elements()
                .forEach(group -> add(table, group.get("name").text(), group));
        add(table, "total", report.get("total"));
        return table.toString();
    }

    private static void add(TextTable table, String name, Json sums) {
        table.row(
                name.isEmpty() ? "-" : name,
                Words.count(sums.get("calls")),
                Words.count(sums.get("errors")),
                Words.count(sums.get("input_tokens")),
                Words.count(sums.get("cached_input_tokens")),
                Words.count(sums.get("output_tokens")),
                sums.get("cost_usd").textOr("0"),
                Words.count(sums.get("unknown_cost_calls")));
    }
}
