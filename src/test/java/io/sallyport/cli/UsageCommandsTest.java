package io.sallyport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.lang.Secret;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.UsedCalls;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/// The commands about usage against a whole gateway.
@Tag("CL1")
@TestInstance(Lifecycle.PER_CLASS)
final class UsageCommandsTest {
    private static final String WORDS = " --from 2026-11-01T00:00:00Z --to 2026-12-01T00:00:00Z";

    private final GatewayHarness gateway = GatewayHarness.with().start();
    private final FakeWorkbench workbench = new FakeWorkbench(
            gateway.url(),
            Secret.of(GatewayHarness.ADMIN_KEY),
            gateway.database().address(),
            Clock.systemUTC());

    @AfterAll
    void close() {
        gateway.close();
    }

    @Test
    @Tag("US7")
    void tellsWhatAPriceWouldChangeAndThenChangesIt() {
        UsedCalls.at("2026-11-05T12:00:00Z").with("upstream_model", "rated").in(gateway.database());
        String price = " --provider openai --model rated --price {\"price_unit\":\"per_1m\",\"input\":1,\"output\":2}";

        String tried = run("usage rerate --dry-run" + WORDS + price);
        String before = run("usage --by upstream_model" + WORDS);
        String done = run("usage rerate" + WORDS + price);
        String after = run("usage --by upstream_model" + WORDS);
        String refused = run("usage rerate" + WORDS + " --price {\"price_unit\":\"per_1m\",\"input\":1}");

        assertThat(tried).isEqualTo(done).containsPattern("openai +rated +1 +0\\.000001 +0\\.00022");
        assertThat(before).containsPattern("rated .* 0\\.000001 ");
        assertThat(after).containsPattern("rated .* 0\\.00022 ");
        assertThat(refused).contains("A price is that of one model");
    }

    @Test
    void readsWhatAProviderSaysOnceAndComparesIt(@TempDir Path folder) throws IOException {
        UsedCalls.at("2026-11-06T12:00:00Z")
                .with("upstream_model", "billed")
                .times(2)
                .in(gateway.database());
        Path file = folder.resolve("cost.csv.gz");
        try (OutputStream packed = new GZIPOutputStream(Files.newOutputStream(file))) {
            packed.write("""
                    start_time_iso,amount_value,amount_currency,line_item
                    2026-11-06T00:00:00+00:00,0.000005,usd,"billed-2026-01-31, input"
                    2026-11-06T00:00:00+00:00,much,usd,billed
                    """.getBytes(StandardCharsets.UTF_8));
        }

        String first = run("usage import --format openai " + file);
        String again = run("usage import --format openai " + file);
        String drift = run("usage drift --from 2026-11-06 --to 2026-11-06");
        String foreign = run("usage import --format azure " + file);

        assertThat(first)
                .contains("line 3: 'much' is not a number", "lines of openai_cost: 2", "sums by day and model: 1")
                .contains("lines not understood: 1")
                .doesNotContain("before");
        assertThat(again).contains("nothing changed");
        assertThat(drift)
                .containsPattern(
                        "2026-11-06 +openai +billed +2 +- +240 +- +100 +- +0\\.000002 +0\\.000005 +-0\\.000003")
                .contains("Charged 0.000005 dollars, counted 0.000002 for the same.");
        assertThat(foreign).contains("not the header of a file of the format azure");
    }

    /// What a command prints, its complaints included.
    private String run(String words) {
        StringWriter said = new StringWriter();
        CommandLine commands = new CommandLine(CommandSpec.create());
        OperatorCommands.addTo(commands, workbench);
        commands.setOut(new PrintWriter(said, true)).setErr(new PrintWriter(said, true));
        commands.execute(words.split(" "));
        return said.toString();
    }
}
