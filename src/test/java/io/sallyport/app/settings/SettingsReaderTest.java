package io.sallyport.app.settings;

import static io.sallyport.app.settings.SettingsFixture.accepted;
import static io.sallyport.app.settings.SettingsFixture.problems;
import static io.sallyport.app.settings.SettingsFixture.read;
import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.counters.RedisAddress;
import io.sallyport.counters.RedisSettings;
import io.sallyport.json.yaml.YamlReader.Outcome;
import io.sallyport.lang.Header;
import io.sallyport.lang.Secret;
import io.sallyport.provider.Backend;
import io.sallyport.provider.Backend.Credential;
import io.sallyport.telemetry.LogSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SettingsReaderTest {

    private static final String SIGNS = "{}[]:,&*!|>'\"%@`${\t\n-";

    @Test
    @Tag("CF6")
    @Tag("C41")
    void takesBareVariablesAndOurs() {
        Map<String, String> environment =
                Map.of("DATABASE_URL", "postgres://db/gate", "LOG_LEVEL", "WARN", "SALLYPORT_SERVER_PORT", "7000");

        Settings settings = accepted(read("server: {port: 1}", environment)).value();

        assertThat(settings.database().address()).isPresent();
        assertThat(settings.log().level()).isEqualTo(LogSettings.Level.WARN);
        assertThat(settings.server().main().port()).isEqualTo(7000);
    }

    @Test
    @Tag("C41")
    @Tag("LI2")
    void takesRedisFromItsBareVariable() {
        Settings settings = accepted(
                        read("redis: {key_prefix: 'a:', timeout: 20ms}", Map.of("REDIS_URL", "rediss://:pw@r:6380/1")))
                .value();

        assertThat(settings.redis())
                .isEqualTo(new RedisSettings(
                        Optional.of(new RedisAddress(Secret.of("rediss://:pw@r:6380/1"))),
                        "a:",
                        Duration.ofMillis(20)));
    }

    @Test
    @Tag("LI2")
    void refusesARedisItCannotUseWithoutRepeatingItsPassword() {
        assertThat(problems(read("redis: {url: 'http://:4711@r', key_prefix: '{a}', timeout: 1ms}")))
                .hasSize(3)
                .noneMatch(problem -> problem.contains("4711"))
                .anyMatch(problem -> problem.contains("redis.url: must start with redis://"));
    }

    @Test
    @Tag("PR22")
    @Tag("PR28")
    @Tag("PR5")
    void takesTheKeyOfABackendFromAVariable() {
        String text = """
                backends:
                  - {name: named, kind: openai, api_key_env: MY_KEY}
                  - {name: usual, kind: openai}
                  - {name: elsewhere, kind: openai, base_url: "http://10.0.0.9"}
                  - {name: absent, kind: openai, api_key_env: NOT_SET}
                  - {name: local, kind: ollama}
                """;

        Settings settings = accepted(read(text, Map.of("MY_KEY", "mine", "OPENAI_API_KEY", "usual")))
                .value();

        assertThat(settings.backends().stream().map(Backend::credential))
                .containsExactly(
                        new Credential.Own(Secret.of("mine")),
                        new Credential.Own(Secret.of("usual")),
                        new Credential.None(),
                        new Credential.Missing("NOT_SET"),
                        new Credential.None());
    }

    @Test
    @Tag("PR21")
    void readsBackendsUnderTheirFormerWords() {
        String text = """
                backends:
                  - provider_id: claude
                    provider_kind: anthropic_messages
                    base_url: https://api.anthropic.com
                    api_key_env: MY_KEY
                    default_headers: {x-team: archive}
                    operation: chat
                    models: [claude-x]
                """;

        Outcome.Accepted<Settings> read = accepted(read(text, Map.of("MY_KEY", "mine")));

        Backend backend = read.value().backends().getFirst();
        assertThat(backend.name()).isEqualTo("claude");
        assertThat(backend.kind()).isEqualTo("anthropic");
        assertThat(backend.headers()).containsExactly(new Header("x-team", "archive"));
        assertThat(read.notices())
                .contains(
                        "test.yaml:2: backends[0].provider_id is read as name",
                        "test.yaml:3: backends[0].provider_kind is read as kind",
                        "test.yaml:6: backends[0].default_headers is read as headers");
    }

    @Test
    @Tag("C40")
    void namesTheSuccessorOfARetiredKey() {
        assertThat(problems(read("providers: []\nserver:\n  listen_addr: x\nmodel_catalog: {}")))
                .containsExactly(
                        "test.yaml:1: providers: is no longer a key; use backends",
                        "test.yaml:3: server.listen_addr: is no longer a key; use server.host and server.port",
                        "test.yaml:4: model_catalog: is no longer a key; use models");
    }

    @Test
    @Tag("CF7")
    @Tag("S05")
    void reportsEveryProblemAtOnce() {
        assertThat(problems(read("""
                                server:
                                  prot: 1
                                  body_limit_mb: much
                                logging: {batch_size: 5000}
                                reporting: {timezone: Mars/Olympus}
                                prices:
                                  - {kind: openai, model: m, price_unit: per_1m, input: -1}
                                """)))
                .containsExactly(
                        "test.yaml:2: server.prot: is not a known key; the nearest known key is \"port\"",
                        "test.yaml:3: server.body_limit_mb: must be a whole number from 1 to 1024",
                        "test.yaml:4: logging.batch_size: must not be more than buffer_size, which is 1000",
                        "test.yaml:5: reporting.timezone: must be a time zone such as UTC or Europe/Berlin",
                        "test.yaml:7: prices[0].input: must be a decimal number such as 0.15, zero or more,"
                                + " with at most 12 digits before the point and 12 after it");
    }

    @Test
    void knowsTheVariablesOfTheDotEnvFileToo(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve(".env"), "SALLYPORT_KEY_HASH_SECRET=from-the-file\nPATH=other");
        var source = new SettingsReader.Source(
                Optional.of(folder.resolve("gate.yaml")), Map.of("PATH", "of-the-process"), Map.of());

        assertThat(SettingsReader.variables(source))
                .containsOnly(
                        Map.entry("SALLYPORT_KEY_HASH_SECRET", "from-the-file"), Map.entry("PATH", "of-the-process"));
    }

    @Test
    @Tag("S05")
    void saysWhenEverybodyCanReadTheVariablesBesideIt(@TempDir Path folder) throws IOException {
        Path settings = Files.writeString(folder.resolve("gate.yaml"), "{}");
        Path variables = Files.writeString(folder.resolve(".env"), "LOG_LEVEL=info");
        var source = new SettingsReader.Source(Optional.of(settings), Map.of(), Map.of());

        Files.setPosixFilePermissions(variables, PosixFilePermissions.fromString("rw-r--r--"));
        var open = new SettingsReader(SettingsFixture.CHOICES).read(source);
        Files.setPosixFilePermissions(variables, PosixFilePermissions.fromString("rw-r-----"));
        var closed = new SettingsReader(SettingsFixture.CHOICES).read(source);

        assertThat(accepted(open).notices())
                .containsExactly(".env: everybody on this machine can read it; run: chmod 600 .env");
        assertThat(accepted(closed).notices()).isEmpty();
    }

    @Test
    void reportsAFileThatIsNotThere() {
        var source = new SettingsReader.Source(Optional.of(Path.of("/nowhere/gate.yaml")), Map.of(), Map.of());

        assertThat(problems(new SettingsReader(SettingsFixture.CHOICES).read(source)))
                .containsExactly("/nowhere/gate.yaml: cannot be read as text");
    }

    @Test
    @Tag("N17")
    @Tag("S05")
    void showsNoCredentialAmongTheEffectiveValues() {
        var read = accepted(read("""
                database: {url: "postgres://ann:pass-in-url@db/gate", password: pass-word-of-the-database}
                auth: {client_api_keys: [client-key-with-length], admin_api_keys: [short-key]}
                backends:
                  - {name: a, kind: openai, api_key: provider-key-with-length, headers: {X-Key: header-key-with-length}}
                """));

        assertThat(read.effective().toString())
                .contains(
                        "database.url: jdbc:postgresql://db/gate", "backends[0].headers.X-Key", "auth.client_api_keys")
                .doesNotContain("pass-in-url", "pass-word", "client-key", "short-key", "provider-key", "header-key");
    }

    /// A settings file is often half-written; whatever it holds, the answer is a list of problems and no
    /// exception.
    @RepeatedTest(20)
    void answersEveryDamagedFileWithProblemsOrSettings(RepetitionInfo repetition) throws IOException {
        Random random = new Random(repetition.getCurrentRepetition());
        String text = Files.readString(Path.of("config/company.yaml"));

        for (int i = 0; i < 25; i++) {
            assertThat(read(damaged(text, random)).toString()).isNotEmpty();
        }
    }

    private static String damaged(String text, Random random) {
        StringBuilder damaged = new StringBuilder(text);
        for (int i = random.nextInt(1, 6); i > 0; i--) {
            int at = random.nextInt(damaged.length());
            int end = Math.min(damaged.length(), at + random.nextInt(30));
            String piece = damaged.substring(at, end);
            switch (random.nextInt(4)) {
                case 0 -> damaged.delete(at, end);
                case 1 -> damaged.insert(random.nextInt(damaged.length()), piece);
                case 2 -> damaged.setCharAt(at, SIGNS.charAt(random.nextInt(SIGNS.length())));
                default -> damaged.setLength(Math.max(1, at));
            }
        }
        return damaged.toString();
    }
}
