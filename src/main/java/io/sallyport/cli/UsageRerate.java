package io.sallyport.cli;

import io.sallyport.json.Json;
import io.sallyport.json.JsonObject;
import io.sallyport.json.JsonProblem;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `sallyport usage rerate`: prices past usage anew.
@Command(
        name = "rerate",
        description = "Price past usage anew; every earlier cost is kept as a correction.",
        mixinStandardHelpOptions = true)
final class UsageRerate implements Callable<Integer> {
    private final GatewayOptions gateway;

    @Option(
            names = "--from",
            required = true,
            paramLabel = "TIME",
            description = "First moment, such as 2026-11-01T00:00:00Z.")
    private String from = "";

    @Option(names = "--to", required = true, paramLabel = "TIME", description = "End, not included.")
    private String to = "";

    @Option(names = "--provider", paramLabel = "KIND", description = "Only calls of this provider, such as openai.")
    private String provider = "";

    @Option(names = "--model", paramLabel = "MODEL", description = "Only calls of this upstream model.")
    private String model = "";

    @Option(
            names = "--prices",
            defaultValue = "then",
            paramLabel = "then|now",
            description = "Those that were valid at each call, or those that are valid today (then).")
    private String prices = "then";

    @Option(
            names = "--price",
            paramLabel = "JSON",
            description = "One price instead, such as {\"price_unit\":\"per_1m\",\"input\":1,\"output\":4}.")
    private String price = "";

    @Option(names = "--dry-run", description = "Tell what would change, and change nothing.")
    private boolean dryRun;

    /// @param gateway the options of the command above
    UsageRerate(GatewayOptions gateway) {
        this.gateway = gateway;
    }

    @Override
    public Integer call() {
        JsonObject wish = Json.object()
                .put("from", from)
                .put("to", to)
                .put("prices", prices)
                .put("dry_run", dryRun);
        if (!provider.isEmpty()) {
            wish.put("provider", provider);
        }
        if (!model.isEmpty()) {
            wish.put("model", model);
        }
        if (!price.isEmpty()) {
            wish.put("price", price());
        }
        return gateway.print(
                client -> client.postAndWait("/admin/api/usage/reratings", wish.toJson()), UsageRerate::words);
    }

    private Json price() {
        try {
            return Json.parse(price);
        } catch (JsonProblem e) {
            throw CommandFailed.badUsage("--price is not JSON: " + e.getMessage());
        }
    }

    private static String words(Json outcome) {
        TextTable table = new TextTable("PROVIDER", "MODEL", "CORRECTED", "BEFORE USD", "AFTER USD");
        for (Json one : outcome.get("models").elements()) {
            row(table, one.get("provider").text(), one.get("model").text(), one);
        }
        row(table, "all", outcome.get("calls").asLong() + " calls", outcome);
        return table.toString();
    }

    private static void row(TextTable table, String provider, String model, Json sums) {
        table.row(
                provider,
                model,
                Words.count(sums.get("corrected")),
                sums.get("before_usd").text(),
                sums.get("after_usd").text());
    }
}
