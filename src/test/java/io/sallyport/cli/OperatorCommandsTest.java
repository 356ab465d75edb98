package io.sallyport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.cli.Workbench.Lack;
import io.sallyport.cli.Workbench.SettingsReport;
import io.sallyport.journal.audit.TrailFile;
import io.sallyport.json.Json;
import io.sallyport.key.ApiKey;
import io.sallyport.key.ApiKey.Status;
import io.sallyport.key.ApiKeys;
import io.sallyport.key.KeyFilter;
import io.sallyport.key.NewKey;
import io.sallyport.lang.Secret;
import io.sallyport.testkit.OperatorServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/// Commands against a gateway that serves the operators' API of one database.
@Tag("CL1")
final class OperatorCommandsTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-21T12:00:00Z"), ZoneOffset.UTC);

    @TempDir
    Path data;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final OperatorServer server = OperatorServer.start(CLOCK);
    private final ApiKeys keys = server.keys();
    private final FakeWorkbench workbench = new FakeWorkbench(
            server.url(), Secret.of(OperatorServer.OPERATOR), server.database().address(), CLOCK);

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void saysWhetherAnExportedFileWasChanged() throws IOException {
        TrailFile made = new TrailFile("calls", CLOCK.instant(), "postgresql");
        made.add(Json.object().put("id", "one").toJson());
        Path file = data.resolve("audit-calls.ndjson");
        String text = made.end().text();
        Files.writeString(file, text);

        int sound = run("audit verify " + file);
        Files.writeString(file, text.replace("one", "two"));
        int broken = run("audit verify " + file);

        assertThat(sound).isZero();
        assertThat(out.toString()).contains("Nothing was changed: 1 records");
        assertThat(broken).isEqualTo(1);
        assertThat(err.toString()).contains("Line 2");
    }

    @Test
    @Tag("CL2")
    @Tag("CL4")
    void printsANewKeyOnceAndItsHashNever() {
        int exit =
                run("key create --display-name build --principal-type service --principal-ref ci --allowed-model role/*"
                        + " --allowed-model gpt-5 --allowed-operation chat --expires 30d --notes nightly");
        String text = out.toString().lines().findFirst().orElseThrow();
        ApiKey key = onlyKey();
        run("key list");

        assertThat(exit).isZero();
        assertThat(keys.isKnown(Secret.of(text))).isTrue();
        assertThat(out.toString()).containsOnlyOnce(text).contains("role/*,gpt-5", "chat", "2026-12-21T12:00:00Z");
        assertThat(key.allowedModels()).contains(List.of("role/*", "gpt-5"));
        assertThat(key.admin()).isFalse();
        assertThat(out.toString())
                .doesNotContain(keys.proof(key.prefix()).orElseThrow().secretHash());
    }

    @Test
    void restrictsNothingThatWasNotSaid() {
        run("key create --display-name any --admin");

        assertThat(onlyKey().allowedModels()).isEmpty();
        assertThat(onlyKey().allowedOperations()).isEmpty();
        assertThat(onlyKey().admin()).isTrue();
    }

    @Test
    @Tag("CL2")
    void takesAKeyAwayAndGivesItBack() {
        String id = keys.issue(NewKey.named("any")).key().id().value();

        for (String verb : List.of("disable", "enable", "revoke", "restore")) {
            run("key " + verb + " " + id);
        }

        assertThat(out.toString().lines())
                .containsExactly("any is disabled", "any is active", "any is revoked", "any is active");
        assertThat(onlyKey().status()).isEqualTo(Status.ACTIVE);
    }

    @Test
    void printsJsonForPrograms() {
        keys.issue(NewKey.named("any"));

        run("key list --json");

        assertThat(Json.parse(out.toString()).path("data.0.display_name").text())
                .isEqualTo("any");
    }

    @Test
    void startsAGatewayForTheCommandWhenNoneRunsAndStopsIt() {
        int exit = run("key list");

        assertThat(exit).isZero();
        assertThat(workbench.standbysStarted).isEqualTo(1);
        assertThat(workbench.standbysStopped).isEqualTo(1);
    }

    @Test
    void asksTheGatewayOfTheDataFolderWithTheKeyOfTheFirstRun() throws IOException {
        firstRun("{\"url\":\"" + server.url() + "\",\"api_key\":\"sk-a.b\",\"admin_key\":\"" + OperatorServer.OPERATOR
                + "\"}");

        int exit = run("key list");

        assertThat(exit).isZero();
        assertThat(workbench.standbysStarted).isZero();
    }

    @Test
    @Tag("CL4")
    void endsWithTwoWhenItHasNoKey() throws IOException {
        firstRun("{\"url\":\"" + server.url() + "\"}");

        int exit = run("key list");

        assertThat(exit).isEqualTo(2);
        assertThat(err.toString()).contains("--admin-key");
    }

    @Test
    void showsTheKeyOfTheFirstRunToNoOtherGateway() throws IOException {
        firstRun("{\"url\":\"http://127.0.0.1:1\",\"admin_key\":\"" + OperatorServer.OPERATOR + "\"}");

        int exit = run("key list --base-url " + server.url());

        assertThat(exit).isEqualTo(2);
    }

    @Test
    @Tag("CL4")
    void endsWithOneWhenTheGatewayCannotBeReached() {
        int exit = run("key list --base-url http://127.0.0.1:1 --admin-key any");

        assertThat(exit).isEqualTo(1);
        assertThat(err.toString()).contains("No gateway can be reached at http://127.0.0.1:1");
    }

    @Test
    @Tag("CL4")
    void endsWithOneAndTheReasonWhenTheGatewayRefuses() {
        int exit = run("key disable nobody");

        assertThat(exit).isEqualTo(1);
        assertThat(err.toString()).contains("404", "There is no such key.");
    }

    @Test
    void takesAddressAndKeyFromTheEnvironment() {
        workbench.environment.put("SALLYPORT_BASE_URL", server.url().toString());
        workbench.environment.put("SALLYPORT_ADMIN_KEY", "wrong");

        int exit = run("key list");

        assertThat(exit).isEqualTo(1);
        assertThat(err.toString()).contains("401");
        assertThat(workbench.standbysStarted).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "key create",
                "key fly",
                "key list --base-url nowhere",
                "key create --display-name any --expires soon",
                "key list --limit many"
            })
    void endsWithTwoOnBadUsage(String arguments) {
        assertThat(run(arguments)).isEqualTo(2);
        assertThat(err.toString()).isNotBlank();
    }

    @Test
    @Tag("CL6")
    void listsTheStepsOfTheDatabase() {
        int exit = run("migrate status");

        assertThat(exit).isZero();
        assertThat(out.toString()).contains("0003", "keys").doesNotContain("pending");
    }

    @Test
    @Tag("CL6")
    @Tag("DB9")
    void undoesAndRepeatsTheNewestStep() {
        run("migrate down");
        String undone = out.toString();
        run("migrate status");
        run("migrate up");

        assertThat(undone).doesNotContain("0001");
        assertThat(out.toString()).contains("pending");
        assertThat(run("migrate up")).isZero();
        assertThat(out.toString()).contains("Nothing to do.");
    }

    @Test
    void namesEveryProblemOfTheSettings() {
        workbench.settings = new SettingsReport(List.of("a.yaml:1: x", "a.yaml:2: y"), List.of(), List.of());

        int exit = run("config check a.yaml");

        assertThat(exit).isEqualTo(1);
        assertThat(err.toString().lines()).containsExactly("a.yaml:1: x", "a.yaml:2: y");
    }

    @Test
    void showsTheSettingsThatAreInForce() {
        int exit = run("config show");

        assertThat(exit).isZero();
        assertThat(out.toString()).contains("server.port: 8080");
    }

    @Test
    void findsNothingWrongOnAHealthyMachine() {
        int exit = run("doctor");

        assertThat(out.toString()).contains("settings", "database").doesNotContain("!!");
        assertThat(exit).isZero();
    }

    @Test
    void findsWhatIsWrong() {
        workbench.settings = new SettingsReport(List.of("a.yaml:1: x"), List.of("a key is not set"), List.of());

        int exit = run("doctor");

        assertThat(out.toString()).contains("!!", "a.yaml:1: x", "a key is not set");
        assertThat(exit).isEqualTo(1);
    }

    @Test
    void saysWhatIsMissingForProductionOnlyWhenAsked() {
        workbench.lacks = List.of(new Lack("server.tls", "keys cross the network in the clear", "Get a certificate."));

        int usual = run("doctor");
        int strict = run("doctor --production");

        assertThat(usual).isZero();
        assertThat(strict).isEqualTo(1);
        assertThat(out.toString()).containsOnlyOnce("keys cross the network in the clear. Get a certificate.");
    }

    private ApiKey onlyKey() {
        return keys.list(KeyFilter.ALL, Optional.empty(), 2).keys().getFirst();
    }

    private void firstRun(String text) throws IOException {
        Files.writeString(data.resolve("first-run.json"), text);
    }

    private int run(String arguments) {
        CommandLine root = new CommandLine(CommandSpec.create().name("sallyport"));
        OperatorCommands.addTo(root, workbench);
        String[] words = (arguments + (arguments.startsWith("config") ? "" : " --data " + data)).split(" ");
        return root.setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(words);
    }
}
