package io.sallyport.cli;

import io.sallyport.json.Json;
import io.sallyport.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `sallyport explain`: what would become of a call, and why.
@Command(
        name = "explain",
        description = "Tell what would become of a call, and why; nothing is sent.",
        mixinStandardHelpOptions = true)
final class ExplainCommand implements Callable<Integer> {
    @Mixin
    private final GatewayOptions gateway;

    @Parameters(paramLabel = "MODEL", description = "What the client would put in model.")
    private String model = "";

    @Option(names = "--key", paramLabel = "ID", description = "Id of the key that would be shown.")
    private @Nullable String key;

    @Option(names = "--tenant", paramLabel = "ID", description = "Id of the tenant, when no key is named.")
    private @Nullable String tenant;

    @Option(names = "--operation", paramLabel = "WORD", description = "Such as chat (the usual one) or embedding.")
    private @Nullable String operation;

    @Option(names = "--dialect", paramLabel = "WORD", description = "openai (the usual one) or anthropic.")
    private @Nullable String dialect;

    @Option(names = "--header", paramLabel = "NAME=VALUE", description = "A request header; may be repeated.")
    private Map<String, String> headers = new LinkedHashMap<>();

    @Option(names = "--workload", paramLabel = "WORD", description = "The kind of work.")
    private @Nullable String workload;

    @Option(names = "--prompt-tokens", paramLabel = "N", description = "Tokens of the prompt.")
    private @Nullable Long promptTokens;

    @Option(names = "--body", paramLabel = "FILE", description = "JSON that would be sent; losses are told then.")
    private @Nullable Path body;

    ExplainCommand(Workbench workbench) {
        this.gateway = new GatewayOptions(workbench);
    }

    @Override
    public Integer call() {
        Json asked = asked();
        return gateway.print(client -> client.post("/admin/api/explain", asked), ExplainCommand::told);
    }

    private Json asked() {
        JsonObject asked = Json.object().put("model", model);
        put(asked, "key", key);
        put(asked, "tenant", tenant);
        put(asked, "operation", operation);
        put(asked, "dialect", dialect);
        put(asked, "workload", workload);
        if (promptTokens != null) {
            asked.put("prompt_tokens", promptTokens);
        }
        if (!headers.isEmpty()) {
            JsonObject lines = Json.object();
            headers.forEach(lines::put);
            asked.put("headers", lines);
        }
        if (body != null) {
            asked.put("body", read(body));
        }
        return asked.toJson();
    }

    private static void put(JsonObject asked, String name, @Nullable String value) {
        if (value != null) {
            asked.put(name, value);
        }
    }

    private static Json read(Path file) {
        try {
            return Json.parse(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    private static String told(Json explained) {
        List<String> lines = new ArrayList<>();
        Json refusal = explained.get("refusal");
        if (refusal.isPresent()) {
            lines.add("refused with " + refusal.get("status").asLong() + " "
                    + refusal.get("code").text() + ": " + refusal.get("message").text());
        } else {
            lines.add(explained.get("model").text() + " is "
                    + explained.get("alias").text() + " ("
                    + explained.get("reason").text() + "), targets by strategy "
                    + explained.get("strategy").text());
        }
        words(explained.get("rules")).ifPresent(rules -> lines.add("rules: " + rules));
        add(lines, "bucket: ", explained.get("bucket"));
        add(lines, "bounds: ", explained.get("bounds"));
        if (!explained.get("targets").elements().isEmpty()) {
            lines.add(targets(explained.get("targets")));
        }
        explained
                .get("left_out")
                .elements()
                .forEach(out -> lines.add("left out: " + out.get("target").text() + ", "
                        + out.get("why").text()));
        explained
                .get("limits")
                .elements()
                .forEach(limit -> lines.add("limit: " + limit.get("name").text() + ", "
                        + limit.get("left").text() + " of "
                        + limit.get("amount").text() + " "
                        + limit.get("metric").text() + " left"));
        return String.join(System.lineSeparator(), lines);
    }

    private static void add(List<String> lines, String title, Json text) {
        if (text.isPresent()) {
            lines.add(title + text.text());
        }
    }

    private static Optional<String> words(Json list) {
        String words = list.elements().stream().map(Json::text).collect(Collectors.joining(", "));
        return Optional.of(words).filter(text -> !text.isEmpty());
    }

    private static String targets(Json list) {
        TextTable table =
                new TextTable("ALIAS", "BACKEND", "MODEL", "STANDING", "FIRST TOKEN MS", "IN FLIGHT", "LOSSES");
        for (Json target : list.elements()) {
            table.row(
                    target.get("alias").text(),
                    target.get("backend").text(),
                    target.get("upstream_model").text(),
                    target.get("standing").text(),
                    String.valueOf(target.get("first_token_ms").asLong()),
                    String.valueOf(target.get("in_flight").asLong()),
                    words(target.get("losses")).orElse(target.get("translated").bool() ? "translated" : ""));
        }
        return table.toString();
    }
}
