package io.sallyport.cli;

import io.sallyport.json.Json;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `sallyport usage drift`: what providers say beside what was counted.
@Command(
        name = "drift",
        description = "Compare what providers say they served with what was counted, by day and model.",
        mixinStandardHelpOptions = true)
final class UsageDrift implements Callable<Integer> {
    private final GatewayOptions gateway;

    @Option(names = "--from", paramLabel = "DAY", description = "First day, such as 2026-11-01 (30 days ago).")
    private String from = "";

    @Option(names = "--to", paramLabel = "DAY", description = "Last day (today).")
    private String to = "";

    /// @param gateway the options of the command above
    UsageDrift(GatewayOptions gateway) {
        this.gateway = gateway;
    }

    @Override
    public Integer call() {
        return gateway.print(
                client -> client.get("/admin/api/usage/drift", Map.of("start", from, "end", to)), UsageDrift::words);
    }

    private static String words(Json report) {
        TextTable table = new TextTable(
                "DAY",
                "PROVIDER",
                "MODEL",
                "CALLS",
                "THEIRS",
                "PROMPT",
                "THEIRS",
                "OUTPUT",
                "THEIRS",
                "COST USD",
                "THEIRS",
                "DRIFT");
        for (Json line : report.get("data").elements()) {
            table.row(
                    line.get("day").text(),
                    line.get("provider").text(),
                    line.get("model").text().isEmpty() ? "-" : line.get("model").text(),
                    Words.count(line.get("our_calls")),
                    Words.count(line.get("their_calls")),
                    Words.count(line.get("our_prompt_tokens")),
                    Words.count(line.get("their_prompt_tokens")),
                    Words.count(line.get("our_output_tokens")),
                    Words.count(line.get("their_output_tokens")),
                    line.get("our_cost_usd").text(),
                    line.get("their_cost_usd").textOr("-"),
                    line.get("drift_usd").textOr("-"));
        }
        return table + "\n" + "Charged " + report.get("theirs_usd").text() + " dollars, counted "
                + report.get("ours_usd").text() + " for the same.";
    }
}
