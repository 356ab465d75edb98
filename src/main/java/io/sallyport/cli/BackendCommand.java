package io.sallyport.cli;

import io.sallyport.json.Json;
import io.sallyport.json.JsonObject;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `sallyport backend`: the upstreams that operators keep in the database.
@Command(
        name = "backend",
        description = "List, add, edit, remove, test, disable and enable backends.",
        mixinStandardHelpOptions = true)
final class BackendCommand {
    private static final String BACKENDS = "/admin/api/backends";

    @Mixin
    private final GatewayOptions gateway;

    private final Workbench workbench;

    BackendCommand(Workbench workbench) {
        this.workbench = workbench;
        this.gateway = new GatewayOptions(workbench);
    }

    @Command(name = "list", description = "List backends and how they do.", mixinStandardHelpOptions = true)
    int list() {
        return gateway.print(client -> client.get(BACKENDS, Map.of()), BackendCommand::table);
    }

    @Command(name = "add", description = "Add a backend.", mixinStandardHelpOptions = true)
    int add(
            @Parameters(paramLabel = "NAME", description = "What routes and logs call it.") String name,
            @Mixin BackendOptions wanted) {
        Json body = wanted.body(workbench.environment()).put("name", name).toJson();
        return gateway.print(client -> client.post(BACKENDS, body), BackendCommand::line);
    }

    @Command(
            name = "edit",
            description = "Change what is said of a backend; what is not said stays.",
            mixinStandardHelpOptions = true)
    int edit(@Parameters(paramLabel = "NAME") String name, @Mixin BackendOptions wanted) {
        Json body = wanted.body(workbench.environment()).toJson();
        return gateway.print(client -> client.patch(one(name), body), BackendCommand::changed);
    }

    @Command(name = "remove", description = "Take a backend away.", mixinStandardHelpOptions = true)
    int remove(@Parameters(paramLabel = "NAME") String name) {
        return gateway.print(
                client -> client.delete(one(name)), gone -> gone.get("removed").text() + " is removed");
    }

    @Command(
            name = "test",
            description = "Ask a backend for its models, with the credential it is shown.",
            mixinStandardHelpOptions = true)
    int test(@Parameters(paramLabel = "NAME") String name) {
        return gateway.print(client -> client.post(one(name) + "/test"), BackendCommand::trial);
    }

    @Command(
            name = "disable",
            description = "Take a backend, or one model of it, out of service on all instances at once.",
            mixinStandardHelpOptions = true)
    int disable(
            @Parameters(paramLabel = "NAME") String name,
            @Option(names = "--model", paramLabel = "MODEL", description = "Only this upstream model.") @Nullable
                    String model,
            @Option(names = "--reason", paramLabel = "TEXT", description = "For other operators.") @Nullable
                    String reason) {
        return service(name, model, Json.object().put("enabled", false).put("reason", textOf(reason)));
    }

    @Command(
            name = "enable",
            description = "Let a disabled backend, or one model of it, take calls again.",
            mixinStandardHelpOptions = true)
    int enable(
            @Parameters(paramLabel = "NAME") String name,
            @Option(names = "--model", paramLabel = "MODEL", description = "Only this upstream model.") @Nullable
                    String model) {
        return service(name, model, Json.object().put("enabled", true));
    }

    private int service(String name, @Nullable String model, JsonObject body) {
        if (model != null) {
            body.put("model", model);
        }
        return gateway.print(client -> client.put(one(name) + "/service", body.toJson()), BackendCommand::outOfService);
    }

    private static String textOf(@Nullable String given) {
        return given == null ? "" : given;
    }

    private static String outOfService(Json page) {
        if (page.get("data").elements().isEmpty()) {
            return "everything is in service";
        }
        TextTable table = new TextTable("OUT OF SERVICE", "MODEL", "SINCE", "REASON");
        page.get("data")
                .elements()
                .forEach(out -> table.row(
                        out.get("backend").text(),
                        out.get("model").textOr("all"),
                        out.get("since").text(),
                        out.get("reason").text()));
        return table.toString();
    }

    private static String one(String name) {
        return BACKENDS + '/' + OperatorClient.segment(name);
    }

    private static String changed(Json answer) {
        String line = line(answer.get("backend"));
        String notice = answer.get("notice").textOr("");
        return notice.isEmpty() ? line : line + System.lineSeparator() + notice;
    }

    private static String line(Json backend) {
        return backend.get("name").text() + " is at " + backend.get("base_url").text();
    }

    /// Errors: CommandFailed when the backend did not do, so that scripts notice.
    private static String trial(Json trial) {
        String words =
                trial.get("detail").text() + " (" + trial.get("latency_ms").asLong() + " ms)";
        if (!trial.get("ok").bool()) {
            throw CommandFailed.failed(words);
        }
        String models = trial.get("models").elements().stream().map(Json::text).collect(Collectors.joining("\n  "));
        return models.isEmpty() ? words : words + ":\n  " + models;
    }

    private static String table(Json page) {
        TextTable table = new TextTable("NAME", "KIND", "URL", "KEY", "SOURCE", "STATUS", "DETAIL");
        for (Json backend : page.get("data").elements()) {
            table.row(
                    backend.get("name").text(),
                    backend.get("kind").text(),
                    backend.get("base_url").text(),
                    backend.get("key_preview").textOr(backend.get("credential").text()),
                    backend.get("place").text().isEmpty()
                            ? backend.get("source").text()
                            : backend.get("place").text(),
                    backend.get("status").text(),
                    backend.get("credential_problem")
                            .textOr(backend.get("detail").text()));
        }
        return table.toString();
    }
}
