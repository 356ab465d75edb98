package io.sallyport.cli;

import io.sallyport.json.Json;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `sallyport ledger`: the books of quotas and budgets.
@Command(name = "ledger", description = "Check the books of quotas and budgets.", mixinStandardHelpOptions = true)
final class LedgerCommand {
    private static final int UNSOUND = 1;

    @Mixin
    private final GatewayOptions gateway;

    LedgerCommand(Workbench workbench) {
        this.gateway = new GatewayOptions(workbench);
    }

    @Command(
            name = "verify",
            description = "Compute every balance again from the ledger, and compare; exit code 1 when one differs.",
            mixinStandardHelpOptions = true)
    int verify() {
        boolean[] sound = new boolean[1];
        int done = gateway.print(client -> client.get("/admin/api/ledger/check", Map.of()), report -> {
            sound[0] = report.get("faults").elements().isEmpty();
            return counts(report) + "\n" + (sound[0] ? "Every balance follows from the ledger." : faults(report));
        });
        return done == 0 && !sound[0] ? UNSOUND : done;
    }

    private static String counts(Json report) {
        TextTable table = new TextTable("ENTRIES", "BUCKETS", "OVERRUNS", "EXPIRED", "LATE");
        table.row(
                Words.count(report.get("entries")),
                Words.count(report.get("buckets")),
                Words.count(report.get("overruns")),
                Words.count(report.get("expired")),
                Words.count(report.get("late")));
        return table.toString();
    }

    private static String faults(Json report) {
        TextTable table = new TextTable("LIMIT", "SUBJECT", "METRIC", "FROM", "BALANCE", "LEDGER", "LEASED", "HELD");
        for (Json fault : report.get("faults").elements()) {
            table.row(
                    fault.get("limit").text(),
                    fault.get("subject").text(),
                    fault.get("metric").text(),
                    fault.get("starts_at").text(),
                    fault.get("charged").text(),
                    fault.get("written").text(),
                    fault.get("leased").text(),
                    fault.get("held").text());
        }
        return table.toString();
    }
}
