package io.sallyport.cli;

import io.sallyport.json.Json;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `sallyport tenant`: makes tenants, and refuses or takes their keys.
@Command(name = "tenant", description = "List, create, suspend and activate tenants.", mixinStandardHelpOptions = true)
final class TenantCommand {
    private static final String TENANTS = "/admin/api/tenants";

    @Mixin
    private final GatewayOptions gateway;

    TenantCommand(Workbench workbench) {
        this.gateway = new GatewayOptions(workbench);
    }

    @Command(name = "list", description = "List tenants, newest first.", mixinStandardHelpOptions = true)
    int list(
            @Option(names = "--search", paramLabel = "TEXT", description = "Only those with this in their name.")
                    @Nullable
                    String search) {
        Map<String, String> query = Map.of("search", search == null ? "" : search, "limit", "1000");
        return gateway.print(client -> client.get(TENANTS, query), TenantCommand::table);
    }

    @Command(name = "create", description = "Make a tenant.", mixinStandardHelpOptions = true)
    int create(@Parameters(paramLabel = "NAME") String name) {
        Json body = Json.object().put("name", name).toJson();
        return gateway.print(
                client -> client.post(TENANTS, body),
                tenant -> tenant.get("name").text() + " has the id "
                        + tenant.get("id").text());
    }

    @Command(name = "suspend", description = "Refuse the keys of a tenant.", mixinStandardHelpOptions = true)
    int suspend(@Parameters(paramLabel = "ID") String id) {
        return change(id, "suspend");
    }

    @Command(name = "activate", description = "Take the keys of a tenant again.", mixinStandardHelpOptions = true)
    int activate(@Parameters(paramLabel = "ID") String id) {
        return change(id, "activate");
    }

    private int change(String id, String verb) {
        return gateway.print(
                client -> client.post(TENANTS + '/' + OperatorClient.segment(id) + '/' + verb),
                tenant -> tenant.get("name").text() + " is "
                        + tenant.get("status").text());
    }

    private static String table(Json page) {
        TextTable table = new TextTable("ID", "NAME", "STATUS", "SOURCE", "CREATED");
        for (Json tenant : page.get("data").elements()) {
            table.row(
                    tenant.get("id").text(),
                    tenant.get("name").text(),
                    tenant.get("status").text(),
                    tenant.get("source").text(),
                    tenant.get("created_at").text());
        }
        return table.toString();
    }
}
