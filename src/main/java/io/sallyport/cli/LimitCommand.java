package io.sallyport.cli;

import io.sallyport.json.Json;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `sallyport limit`: rates, quotas and budgets, and how everybody stands with them.
@Command(
        name = "limit",
        description = "List, set and remove limits; show how everybody stands; forgive what was used.",
        mixinStandardHelpOptions = true)
final class LimitCommand {
    private static final String LIMITS = "/admin/api/limits";
    private static final String STANDINGS = "/admin/api/limit-standings";

    @Mixin
    private final GatewayOptions gateway;

    LimitCommand(Workbench workbench) {
        this.gateway = new GatewayOptions(workbench);
    }

    @Command(name = "list", description = "List limits.", mixinStandardHelpOptions = true)
    int list() {
        return gateway.print(client -> client.get(LIMITS, Map.of()), LimitCommand::table);
    }

    @Command(name = "set", description = "Make a limit, or change one with --id.", mixinStandardHelpOptions = true)
    int set(@Mixin NewLimitOptions wanted) {
        return gateway.print(
                client -> wanted.id()
                        .map(id -> {
                            String one = one(id);
                            return client.put(one, wanted.over(client.get(one, Map.of())));
                        })
                        .orElseGet(() -> client.post(LIMITS, wanted.body())),
                limit -> limit.get("name").text() + " has the id "
                        + limit.get("id").text());
    }

    @Command(
            name = "remove",
            description = "Take a limit away; the ledger keeps what was used.",
            mixinStandardHelpOptions = true)
    int remove(@Parameters(paramLabel = "ID") String id) {
        return gateway.print(
                client -> client.delete(one(id)), limit -> limit.get("name").text() + " is gone");
    }

    @Command(
            name = "standings",
            description = "Show how everybody stands with quotas and budgets, most used first.",
            mixinStandardHelpOptions = true)
    int standings(
            @Option(names = "--limit-id", paramLabel = "ID", description = "Only with this limit.") @Nullable
                    String limit,
            @Option(names = "--exceeded", description = "Only those who are blocked.") boolean exceeded) {
        Map<String, String> query =
                Map.of("limit_id", limit == null ? "" : limit, "exceeded", exceeded ? "true" : "", "limit", "1000");
        return gateway.print(client -> client.get(STANDINGS, query), LimitCommand::standingTable);
    }

    @Command(
            name = "forgive",
            description = "Let somebody begin the window of a limit anew.",
            mixinStandardHelpOptions = true)
    int forgive(
            @Parameters(paramLabel = "ID") String id,
            @Parameters(paramLabel = "SUBJECT", description = "As the standings call it.") String subject) {
        Json body = Json.object().put("subject", subject).toJson();
        return gateway.print(
                client -> client.post(one(id) + "/forgive", body),
                answer -> "forgiven: " + answer.get("forgiven").text());
    }

    private static String one(String id) {
        return LIMITS + '/' + OperatorClient.segment(id);
    }

    private static String table(Json page) {
        TextTable table = new TextTable("ID", "NAME", "SCOPE", "SUBJECT", "METRIC", "AMOUNT", "WINDOW", "ORIGIN");
        for (Json limit : page.get("data").elements()) {
            table.row(
                    limit.get("id").text(),
                    limit.get("name").text(),
                    limit.get("scope").text(),
                    limit.get("subject").textOr("each"),
                    limit.get("metric").text(),
                    limit.get("amount").text(),
                    limit.get("window").text(),
                    limit.get("origin").text());
        }
        return table.toString();
    }

    private static String standingTable(Json page) {
        TextTable table = new TextTable("LIMIT", "ID", "SUBJECT", "USED", "HELD", "LEFT", "RESETS", "BLOCKED");
        for (Json standing : page.get("data").elements()) {
            table.row(
                    standing.path("limit.name").text(),
                    standing.path("limit.id").text(),
                    standing.get("subject").text(),
                    standing.get("used").text(),
                    standing.get("held").text(),
                    standing.get("left").text(),
                    standing.get("resets_at").text(),
                    standing.get("blocked").bool() ? "yes" : "no");
        }
        return table.toString();
    }
}
