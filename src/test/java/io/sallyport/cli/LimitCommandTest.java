package io.sallyport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.json.Json;
import io.sallyport.lang.Secret;
import io.sallyport.testkit.OperatorServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/// Limits by the command line.
@Tag("CL1")
final class LimitCommandTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-21T12:00:00Z"), ZoneOffset.UTC);

    @TempDir
    Path data;

    private final OperatorServer server = OperatorServer.start(CLOCK);
    private final FakeWorkbench workbench = new FakeWorkbench(
            server.url(), Secret.of(OperatorServer.OPERATOR), server.database().address(), CLOCK);

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void makesChangesAndRemovesALimit() {
        String id = Json.parse(
                        run("limit set --scope tenant --metric cost --amount 20 --window week --name Budget --json"))
                .get("id")
                .text();
        String changed = run("limit set --id " + id + " --amount 30");
        String listed = run("limit list");
        String gone = run("limit remove " + id);

        assertThat(changed).isEqualTo("Budget has the id " + id);
        assertThat(listed).contains(id, "Budget", "tenant", "each", "cost", "30", "week");
        assertThat(gone).isEqualTo("Budget is gone");
        assertThat(run("limit list")).doesNotContain(id);
    }

    @Test
    void saysWhatANewLimitNeeds() {
        assertThat(run("limit set --amount 5")).isEqualTo("sallyport: A new limit needs --scope and --metric.");
    }

    @Test
    void showsWhoUsedWhatAndForgivesNothingThatWasNotUsed() {
        String id = Json.parse(run("limit set --scope key --metric tokens --amount 9 --json"))
                .get("id")
                .text();

        assertThat(run("limit standings --exceeded")).contains("LIMIT", "BLOCKED");
        assertThat(run("limit forgive " + id + " somebody")).contains("404");
    }

    @Test
    @Tag("CL3")
    @Tag("LI31")
    void givesANewKeyItsMonthlyLimits() {
        run("key create --display-name build --monthly-budget-cents 1250 --monthly-token-limit 5000");

        assertThat(run("limit list")).contains("cost", "12.5", "tokens", "5000", "month");
    }

    /// What a command prints, whether it went well or not.
    private String run(String arguments) {
        StringWriter out = new StringWriter();
        CommandLine root = new CommandLine(CommandSpec.create());
        OperatorCommands.addTo(root, workbench);
        root.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(out, true));
        root.execute((arguments + " --data " + data).split(" "));
        return out.toString().strip();
    }
}
