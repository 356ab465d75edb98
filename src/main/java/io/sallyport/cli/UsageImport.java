package io.sallyport.cli;

import io.sallyport.json.Json;
import io.sallyport.json.JsonArray;
import io.sallyport.json.JsonObject;
import io.sallyport.usage.ProviderDay;
import io.sallyport.usage.ProviderExport;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.Callable;
import java.util.zip.GZIPInputStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `sallyport usage import`: reads what a provider says it served. The file is read here, line by line, so it may be
/// large; only its sums by day and model go to the gateway.
@Command(
        name = "import",
        description = "Read a provider's export of usage or cost, to compare it with what was counted.",
        mixinStandardHelpOptions = true)
final class UsageImport implements Callable<Integer> {
    private final GatewayOptions gateway;

    @Parameters(paramLabel = "FILE", description = "Comma-separated values as the provider hands them out; .gz too.")
    private Path file = Path.of("");

    @Option(
            names = "--format",
            required = true,
            paramLabel = "WORD",
            description = "openai, anthropic, aws-cur or azure; usage or cost is told by the header.")
    private String format = "";

    @Option(
            names = "--provider",
            paramLabel = "KIND",
            description = "Kind of the backends it is about, when it is not the usual one of the format.")
    private String provider = "";

    /// @param gateway the options of the command above
    UsageImport(GatewayOptions gateway) {
        this.gateway = gateway;
    }

    @Override
    public Integer call() {
        Json body = read();
        return gateway.print(client -> client.post("/admin/api/usage/imports", body), answer -> words(body, answer));
    }

    private Json read() {
        try (InputStream bytes = new BufferedInputStream(Files.newInputStream(file))) {
            boolean isPacked = file.toString().endsWith(".gz");
            InputStream plain = isPacked ? new GZIPInputStream(bytes) : bytes;
            ProviderExport export = ProviderExport.read(new InputStreamReader(plain, StandardCharsets.UTF_8), format);
            return body(export, digest());
        } catch (IOException | UncheckedIOException e) {
            throw CommandFailed.failed("The file " + file + " cannot be read.");
        } catch (IllegalArgumentException e) {
            throw CommandFailed.failed(String.valueOf(e.getMessage()));
        }
    }

    private String digest() throws IOException {
        try (InputStream bytes = Files.newInputStream(file)) {
            DigestInputStream digested = new DigestInputStream(bytes, MessageDigest.getInstance("SHA-256"));
            digested.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digested.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private Json body(ProviderExport export, String digest) {
        JsonArray days = Json.array();
        export.days().forEach(day -> days.add(day(day)));
        JsonArray problems = Json.array();
        export.problems()
                .forEach(one -> problems.add(Json.object()
                        .put("line", one.line())
                        .put("problem", one.problem())
                        .put("text", one.text())));
        return Json.object()
                .put("form", export.form())
                .put("provider", provider.isEmpty() ? export.provider() : provider)
                .put("file_name", String.valueOf(file.getFileName()))
                .put("digest", digest)
                .put("lines", export.lines())
                .put("days", days)
                .put("problems", problems)
                .toJson();
    }

    private static JsonObject day(ProviderDay said) {
        JsonObject day = Json.object().put("day", said.day().toString()).put("model", said.model());
        said.calls().ifPresent(calls -> day.put("calls", calls));
        said.promptTokens().ifPresent(tokens -> day.put("prompt_tokens", tokens));
        said.outputTokens().ifPresent(tokens -> day.put("output_tokens", tokens));
        said.cost().ifPresent(cost -> day.put("cost_usd", cost.toString()));
        return day;
    }

    private String words(Json body, Json answer) {
        StringBuilder words = new StringBuilder();
        for (Json problem : body.get("problems").elements()) {
            words.append("line ")
                    .append(problem.get("line").asLong())
                    .append(": ")
                    .append(problem.get("problem").text())
                    .append(": ")
                    .append(problem.get("text").text())
                    .append('\n');
        }
        return words.append("lines of ")
                .append(body.get("form").text())
                .append(": ")
                .append(body.get("lines").asLong())
                .append("\nsums by day and model: ")
                .append(answer.get("days").asLong())
                .append("\nlines not understood: ")
                .append(answer.get("problems").asLong())
                .append(answer.get("taken").bool() ? "" : "\nThis file was taken over before; nothing changed.")
                .toString();
    }
}
