package io.sallyport.cli;

import io.sallyport.json.Json;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `sallyport key`: issues keys and takes them away.
@Command(
        name = "key",
        aliases = "client-key",
        description = "Create, list, disable, enable, revoke and restore API keys.",
        mixinStandardHelpOptions = true)
final class KeyCommand {
    private static final String KEYS = "/admin/api/keys";

    @Mixin
    private final GatewayOptions gateway;

    private final Workbench workbench;

    KeyCommand(Workbench workbench) {
        this.workbench = workbench;
        this.gateway = new GatewayOptions(workbench);
    }

    @Command(name = "create", description = "Issue a key. Its text is printed once.", mixinStandardHelpOptions = true)
    int create(@Mixin NewKeyOptions wanted) {
        return gateway.print(client -> client.post(KEYS, wanted.body(workbench.clock())), KeyCommand::issued);
    }

    @Command(name = "list", description = "List keys, newest first.", mixinStandardHelpOptions = true)
    int list(
            @Option(names = "--status", description = "Only keys that are active, disabled or revoked.") @Nullable
                    String status,
            @Option(names = "--principal-ref", description = "Only keys of this principal.") @Nullable String principal,
            @Option(names = "--limit", defaultValue = "100", description = "At most so many (100).") int limit) {
        Map<String, String> query = Map.of(
                "status", orEmpty(status).toLowerCase(Locale.ROOT),
                "principal_ref", orEmpty(principal),
                "limit", String.valueOf(limit));
        return gateway.print(client -> client.get(KEYS, query), KeyCommand::table);
    }

    @Command(name = "disable", description = "Disable a key until it is enabled.", mixinStandardHelpOptions = true)
    int disable(@Parameters(paramLabel = "ID") String id) {
        return change(id, "disable");
    }

    @Command(name = "enable", description = "Enable a disabled key.", mixinStandardHelpOptions = true)
    int enable(@Parameters(paramLabel = "ID") String id) {
        return change(id, "enable");
    }

    @Command(name = "revoke", description = "Revoke a key.", mixinStandardHelpOptions = true)
    int revoke(@Parameters(paramLabel = "ID") String id) {
        return change(id, "revoke");
    }

    @Command(
            name = "restore",
            description = "Make a revoked key active again, unless it has expired.",
            mixinStandardHelpOptions = true)
    int restore(@Parameters(paramLabel = "ID") String id) {
        return change(id, "restore");
    }

    private int change(String id, String verb) {
        return gateway.print(
                client -> client.post(KEYS + '/' + OperatorClient.segment(id) + '/' + verb),
                key -> key.get("display_name").text() + " is "
                        + key.get("status").text());
    }

    private static String issued(Json answer) {
        return """
                %s

                This is the only time the key is shown; the gateway keeps a hash.
                id: %s""".formatted(answer.get("api_key").text(), answer.path("key.id").text());
    }

    private static String table(Json page) {
        TextTable table = new TextTable(
                "ID", "NAME", "KEY", "STATUS", "PRINCIPAL", "MODELS", "OPERATIONS", "EXPIRES", "LAST USED");
        for (Json key : page.get("data").elements()) {
            table.row(
                    key.get("id").text(),
                    key.get("display_name").text() + (key.get("admin").bool() ? " (admin)" : ""),
                    key.get("preview").text(),
                    key.get("status").text(),
                    key.get("principal_ref").text(),
                    names(key.get("allowed_models")),
                    names(key.get("allowed_operations")),
                    key.get("expires_at").textOr("never"),
                    key.get("last_used_at").textOr("never"));
        }
        return table.toString();
    }

    /// A list of names as people read it: nothing said is everything, an empty list is nothing.
    private static String names(Json list) {
        if (list.isNull()) {
            return "any";
        }
        return list.size() == 0
                ? "none"
                : list.elements().stream().map(Json::text).collect(Collectors.joining(","));
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
