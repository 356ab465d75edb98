package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.app.Commands;
import io.sallyport.app.Commands.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files of other gateways, carried over by the command line; what comes of each is accepted by the settings.
@Tag("C40")
final class ImportTest {
    private static final Map<String, String> ENVIRONMENT = Map.of(
            "DATABASE_URL",
            "postgres://db.example.com/gate",
            "OPENAI_API_KEY",
            "sk-one",
            "AZURE_KEY",
            "sk-two",
            "GENIEHIVE_KEY_HASH_SECRET",
            "a-pepper-that-only-tests-use",
            "LITELLM_MASTER_KEY",
            "sk-master-of-the-proxy-0815",
            "SALLYPORT_MASTER_KEY",
            "1:MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=");

    @TempDir
    Path folder;

    @Test
    @Tag("CF26")
    @Tag("PR9")
    void carriesAFileOfGasketOver() throws IOException {
        Ended ended = imported(sample("gasket"));

        assertThat(ended.output())
                .contains("A file of Gasket Gateway: ")
                .contains("  server.port\n", "  openai_backends[0].name: is backends[0].name\n")
                .contains("  banners[0].content: is portal.banners[0].text: without HTML")
                .contains("  openai_backends[0].api_key: it is empty")
                .doesNotContain("pass-word", "the-secret-of", "Before it can start");
        assertThat(settings())
                .contains("url: postgres://db:5433/gate", "password: '${IMPORTED_DATABASE_PASSWORD}'")
                .contains("log_level: debug", "text: Soon closed");
        assertThat(folder.resolve(".env")).content().contains("IMPORTED_OIDC_CLIENT_SECRET='the-secret-of-the-client'");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(".env"))))
                .isEqualTo("rw-------");
    }

    @Test
    @Tag("CF5")
    void carriesAFileOfFlashOver() throws IOException {
        Ended ended = imported(sample("flash"));

        assertThat(ended.output())
                .contains("A file of Flash Gateway: ")
                .contains("  server.read_timeout: is server.read_timeout: in seconds")
                .contains("  guardrails.input_guardrails[0]: there is no guardrail of the type example")
                .contains("  guardrails.metrics_workers\n")
                .contains("  providers[0].endpoints[0]: is served without being told")
                .contains("  storage.postgres.host: the address in url goes before it")
                .contains("  auth.mode: \"passthrough\", clients show the key of the provider")
                .doesNotContain("Before it can start", "there is no such setting");
        assertThat(settings())
                .contains("read_timeout: 20s", "max_lifetime: 30m", "credential: client", "url: '${DATABASE_URL}'")
                .contains("metrics_workers: 2", "block_on_flag: false", "path: /v1/vector_stores")
                .doesNotContain("/v1/responses", "localhost");
    }

    @Test
    @Tag("CF9")
    void carriesAFileOfOpenModelGatewayOver() throws IOException {
        Ended ended = imported(sample("open-model-gateway"));

        assertThat(ended.output())
                .contains("A file of Open Model Gateway: ")
                .contains("  server.listen_addr: is server.host: host and port are two keys")
                .contains("  database.migrations_dir: migrations are part of the program")
                .contains("  models[0].price.price_unit: \"per_1k\", prices were per thousand tokens")
                .contains("  health.rolling_window: a target rests after")
                .doesNotContain("Before it can start", "there is no such setting");
        assertThat(settings())
                .contains(
                        "name: azure-small",
                        "base_url: https://two.openai.azure.com",
                        "model: mini-us",
                        "window: weekly")
                .contains("secret: '${IMPORTED_BOOTSTRAP_API_KEYS_0_SECRET}'", "audio_voice: alloy")
                .doesNotContain("Harbour", "my-secret-of");
    }

    @Test
    @Tag("CF14")
    void carriesAFileOfGenieHiveOver() throws IOException {
        Ended ended = imported(sample("geniehive"));

        assertThat(ended.output())
                .contains("A file of GenieHive: ")
                .contains("  auth.client_api_keys[0]\n", "  routing.default_strategy\n")
                .contains("  storage: the gateway brings its own PostgreSQL")
                .contains("  routing.health_stale_after_s: is nodes.stale_after: in seconds")
                .contains("  providers[0].provider_kind: is backends[0].kind: the word of the vendor")
                .doesNotContain("Before it can start", "there is no such setting");
        assertThat(settings())
                .contains(
                        "deployment_profile: foundation", "- '${IMPORTED_AUTH_CLIENT_API_KEYS_0}'", "stale_after: 45s")
                .contains("amount: '50.50'", "reset_day: 5", "subject: cloud", "api_key_env: ANTHROPIC_API_KEY")
                .doesNotContain("a-static-key");
    }

    @Test
    void carriesAFileOfLiteLlmOver() throws IOException {
        Ended ended = imported(sample("litellm"));

        assertThat(ended.output())
                .contains("A file of LiteLLM: ")
                .contains("  router_settings.routing_strategy: is routing.default_strategy\n")
                .contains(
                        "  model_list[0].model_info.input_cost_per_token: is models[0].price.input: per million tokens")
                .contains("  model_list[0].litellm_params.rpm: a target has no rate")
                .contains(
                        "  model_list[3].litellm_params.model: is models[2].targets[0].model: the vendor is not known here")
                .contains("  general_settings.alerting[0]: there is no such setting")
                .doesNotContain("Before it can start", "sk-in-the-clear");
        assertThat(settings())
                .contains("api_key_env: AZURE_KEY", "model: gpt-4o-eu", "kind: vllm", "model: strange/model")
                .contains("default_strategy: weighted", "cooldown: 45s", "input: 2.5", "life: 600s")
                .contains("api_key: '${IMPORTED_BACKENDS_3_API_KEY}'");
    }

    @Test
    void neitherGuessesNorOverwrites() throws IOException {
        Ended unknown = imported("colour: red");
        Ended first = imported("model_list: []", "--from", "litellm");
        Ended second = imported("model_list: []", "--from", "litellm");

        assertThat(unknown.code()).isEqualTo(2);
        assertThat(unknown.output()).contains("Say whose file it is, by --from: litellm, gasket, geniehive, flash");
        assertThat(first.code()).isZero();
        assertThat(second.output()).contains("sallyport.yaml is there already");
    }

    private Ended imported(String text, String... options) throws IOException {
        Path source = Files.writeString(folder.resolve("source.yaml"), text);
        String[] words = {
            "config",
            "import",
            source.toString(),
            "--out",
            folder.resolve("sallyport.yaml").toString()
        };
        String[] all = Arrays.copyOf(words, words.length + options.length);
        System.arraycopy(options, 0, all, words.length, options.length);
        return Commands.run(ENVIRONMENT, all);
    }

    private static String sample(String kind) throws IOException {
        return Files.readString(Path.of("src/test/resources/import", kind + ".yaml"));
    }

    private String settings() throws IOException {
        return Files.readString(folder.resolve("sallyport.yaml"));
    }
}
