package io.sallyport.cli;

import io.sallyport.journal.audit.TrailFile;
import io.sallyport.journal.audit.TrailFile.Verdict;
import io.sallyport.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `sallyport audit`: reads the request log, and checks files of the audit trail.
@Command(name = "audit", description = "List and sum up calls, check exported files.", mixinStandardHelpOptions = true)
final class AuditCommand {
    private static final long MICROS_PER_MILLI = 1000;

    @Mixin
    private final GatewayOptions gateway;

    AuditCommand(Workbench workbench) {
        this.gateway = new GatewayOptions(workbench);
    }

    @Command(name = "list", description = "List calls, newest first.", mixinStandardHelpOptions = true)
    int list(@Mixin Filter filter) {
        return gateway.print(client -> client.get("/admin/api/requests", filter.query()), AuditCommand::calls);
    }

    @Command(
            name = "summary",
            description = "Sum up calls by key, principal, operation and model.",
            mixinStandardHelpOptions = true)
    int summary() {
        return gateway.print(client -> client.get("/v1/admin/audit/summary", Map.of()), AuditCommand::sums);
    }

    @Command(
            name = "verify",
            description = "Check that nothing was changed in an exported file.",
            mixinStandardHelpOptions = true)
    int verify(@Parameters(paramLabel = "FILE") Path file) {
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            return told(TrailFile.check(lines.lines().iterator()));
        } catch (IOException | UncheckedIOException e) {
            throw CommandFailed.failed("The file cannot be read: " + file);
        }
    }

    private int told(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Sound(int records, String hash) -> {
                gateway.out().println("Nothing was changed: " + records + " records, hash " + hash);
                yield 0;
            }
            case Verdict.Broken(long line, String what) ->
                throw CommandFailed.failed("Line " + line + " " + what + ".");
        };
    }

    private static String calls(Json page) {
        TextTable table = new TextTable(
                "STARTED", "STATUS", "OPERATION", "MODEL", "BACKEND", "PRINCIPAL", "MS", "IN", "OUT", "COST USD", "ID");
        for (Json call : page.get("data").elements()) {
            table.row(
                    call.get("started_at").text(),
                    call.get("status").asLong()
                            + (call.get("code").text().isEmpty()
                                    ? ""
                                    : " " + call.get("code").text()),
                    call.get("operation").text(),
                    call.get("model").text(),
                    call.get("backend").textOr("-"),
                    call.get("principal").textOr("-"),
                    String.valueOf(call.get("total_us").asLong() / MICROS_PER_MILLI),
                    Words.count(call.get("input_tokens")),
                    Words.count(call.get("output_tokens")),
                    call.get("cost_usd").textOr("unknown"),
                    call.get("id").text());
        }
        return table.toString();
    }

    private static String sums(Json summary) {
        TextTable table = new TextTable("KEY", "PRINCIPAL", "OPERATION", "MODEL", "CALLS", "ERRORS", "COST USD");
        for (Json sums : summary.get("data").elements()) {
            table.row(
                    sums.get("key_id").textOr("-"),
                    sums.get("principal").textOr("-"),
                    sums.get("operation").textOr("-"),
                    sums.get("model").textOr("-"),
                    Words.count(sums.get("calls")),
                    Words.count(sums.get("errors")),
                    sums.get("cost_usd").textOr("unknown"));
        }
        return table.toString();
    }

    /// Which calls to list.
    static final class Filter {
        @Option(names = "--key-id", paramLabel = "ID", description = "Only calls with this key.")
        private String key = "";

        @Option(names = "--principal-ref", paramLabel = "REF", description = "Only calls of this principal.")
        private String principal = "";

        @Option(names = "--operation", paramLabel = "WORD", description = "Only calls of this operation, such as chat.")
        private String operation = "";

        @Option(names = "--model", paramLabel = "MODEL", description = "Only calls that asked for this model.")
        private String model = "";

        @Option(names = "--success", paramLabel = "true|false", description = "Only calls that went well, or failed.")
        private String success = "";

        @Option(names = "--limit", defaultValue = "100", description = "At most so many (100).")
        private int limit;

        Map<String, String> query() {
            return Map.of(
                    "key", key,
                    "principal", principal,
                    "operation", operation,
                    "model", model,
                    "success", success,
                    "limit", String.valueOf(limit));
        }
    }
}
