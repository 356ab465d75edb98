package io.sallyport.cli;

import io.sallyport.json.Json;
import io.sallyport.json.JsonObject;
import io.sallyport.json.yaml.YamlWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `sallyport export`: all that operators keep in the database, as a blueprint.
@Command(
        name = "export",
        description = "Write all that operators keep in the database as YAML; secrets are left out.",
        mixinStandardHelpOptions = true)
final class ExportCommand implements Callable<Integer> {
    static final String BLUEPRINT = "/admin/api/blueprint";
    static final String REVISIONS = BLUEPRINT + "/revisions";

    @Mixin
    private final GatewayOptions gateway;

    @Option(names = "--out", paramLabel = "FILE", description = "Write into this file instead of showing it.")
    private @Nullable Path file;

    @Option(names = "--revision", paramLabel = "NUMBER", description = "As it was in a revision that is kept.")
    private @Nullable Long revision;

    @Option(names = "--revisions", description = "List the revisions that are kept, newest first.")
    private boolean revisions;

    ExportCommand(Workbench workbench) {
        this.gateway = new GatewayOptions(workbench);
    }

    @Override
    public Integer call() {
        if (revisions) {
            return gateway.print(client -> client.get(REVISIONS, Map.of()), ExportCommand::table);
        }
        Function<OperatorClient, Json> question = revision == null
                ? client -> client.get(BLUEPRINT, Map.of())
                : client -> client.get(REVISIONS + "/" + revision, Map.of());
        return gateway.print(question, this::written);
    }

    private String written(Json answer) {
        Json blueprint = answer.get("blueprint").isObject()
                ? answer.get("blueprint")
                : JsonObject.from(answer).remove("revision").remove("digest").toJson();
        String yaml = head(title(answer)) + YamlWriter.writeLiterally(blueprint);
        if (file == null) {
            return yaml.stripTrailing();
        }
        try {
            Files.writeString(file, yaml);
            return "written to " + file;
        } catch (IOException e) {
            throw CommandFailed.failed(file + " cannot be written.");
        }
    }

    private static String head(String title) {
        return """
                # A blueprint: all that operators keep in the database of a gateway (%s).
                # sallyport plan FILE tells what it would change, sallyport apply FILE changes it.
                # A section that is left out stays as it is; of one that is there, what it does not list is taken away.
                # <kept> stands for a secret that stays; ${NAME} takes another from the environment of the command.
                """.formatted(title);
    }

    private String title(Json answer) {
        if (revision != null) {
            return "revision " + revision;
        }
        return answer.get("revision").isPresent()
                ? "revision " + answer.get("revision")
                : "as it is now, which no revision says";
    }

    private static String table(Json page) {
        TextTable table = new TextTable("REVISION", "MADE", "BY", "BECAUSE OF", "DIGEST");
        for (Json one : page.get("data").elements()) {
            table.row(
                    one.get("number").toString(),
                    one.get("made_at").text(),
                    one.get("made_by").text(),
                    one.get("deed").text(),
                    one.get("digest").text());
        }
        return table.toString();
    }
}
