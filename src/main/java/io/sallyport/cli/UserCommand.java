package io.sallyport.cli;

import io.sallyport.json.Json;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `sallyport user`: lets people in, also when nobody can sign in any more.
@Command(
        name = "user",
        description = "List, add, suspend, activate and promote users, and make links that sign them in.",
        mixinStandardHelpOptions = true)
final class UserCommand {
    private static final String USERS = "/admin/api/users";

    @Mixin
    private final GatewayOptions gateway;

    UserCommand(Workbench workbench) {
        this.gateway = new GatewayOptions(workbench);
    }

    @Command(name = "list", description = "List users, newest first.", mixinStandardHelpOptions = true)
    int list(
            @Option(
                            names = "--search",
                            paramLabel = "TEXT",
                            description = "Only those with this in their e-mail address or name.")
                    @Nullable
                    String search) {
        Map<String, String> query = Map.of("search", search == null ? "" : search, "limit", "1000");
        return gateway.print(client -> client.get(USERS, query), UserCommand::table);
    }

    @Command(
            name = "add",
            description = "Let somebody in by a link that signs them in once.",
            mixinStandardHelpOptions = true)
    int add(
            @Parameters(paramLabel = "EMAIL") String email,
            @Option(names = "--name", paramLabel = "NAME", defaultValue = "", description = "What people call them.")
                    String name,
            @Option(names = "--operator", description = "Makes them an operator.") boolean operator) {
        Json body = Json.object()
                .put("email", email)
                .put("name", name)
                .put("operator", operator)
                .toJson();
        return gateway.print(client -> client.post(USERS, body), UserCommand::link);
    }

    @Command(
            name = "suspend",
            description = "Suspend a user; sessions end and keys are refused.",
            mixinStandardHelpOptions = true)
    int suspend(@Parameters(paramLabel = "ID-OR-EMAIL") String who) {
        return gateway.print(client -> client.post(of(client, who) + "/suspend"), UserCommand::standing);
    }

    @Command(name = "activate", description = "Let a suspended user in again.", mixinStandardHelpOptions = true)
    int activate(@Parameters(paramLabel = "ID-OR-EMAIL") String who) {
        return gateway.print(client -> client.post(of(client, who) + "/activate"), UserCommand::standing);
    }

    @Command(name = "promote", description = "Make a user an operator.", mixinStandardHelpOptions = true)
    int promote(@Parameters(paramLabel = "ID-OR-EMAIL") String who) {
        return gateway.print(client -> client.post(of(client, who) + "/promote"), UserCommand::standing);
    }

    @Command(
            name = "link",
            description = "Make a link that signs a user of this gateway in once.",
            mixinStandardHelpOptions = true)
    int link(@Parameters(paramLabel = "ID-OR-EMAIL") String who) {
        return gateway.print(client -> client.post(of(client, who) + "/sign-in-link"), UserCommand::link);
    }

    /// The path of a user; an address is looked up, and belongs to one user or the command stops.
    private static String of(OperatorClient client, String who) {
        String id = who;
        if (who.indexOf('@') >= 0) {
            List<String> found =
                    client.get(USERS, Map.of("search", who, "limit", "1000")).get("data").elements().stream()
                            .filter(user -> user.get("email").text().equalsIgnoreCase(who))
                            .map(user -> user.get("id").text())
                            .toList();
            if (found.size() != 1) {
                throw CommandFailed.failed(
                        found.isEmpty()
                                ? "Nobody has the address " + who + "."
                                : "Several users have the address " + who + "; name one by its id.");
            }
            id = found.getFirst();
        }
        return USERS + '/' + OperatorClient.segment(id);
    }

    private static String standing(Json user) {
        return user.get("email").text() + " is " + user.get("status").text()
                + (user.get("operator").bool() ? ", an operator" : "");
    }

    private static String link(Json answer) {
        String url = answer.get("sign_in_url").text();
        String advice = url.startsWith("/") ? "\nPut the address of the gateway before it." : "";
        return url + "\n\nSigns " + answer.path("user.email").text() + " in once, within "
                + answer.get("valid_hours").asLong() + " hours. This is the only time it is shown." + advice;
    }

    private static String table(Json page) {
        TextTable table = new TextTable("ID", "EMAIL", "NAME", "STATUS", "SIGNS IN AT", "LAST SIGN-IN");
        for (Json user : page.get("data").elements()) {
            table.row(
                    user.get("id").text(),
                    user.get("email").text() + (user.get("operator").bool() ? " (operator)" : ""),
                    user.get("name").text(),
                    user.get("status").text(),
                    user.get("issuer").text(),
                    user.get("last_sign_in_at").textOr("never"));
        }
        return table.toString();
    }
}
