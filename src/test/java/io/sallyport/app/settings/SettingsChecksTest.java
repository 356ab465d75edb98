package io.sallyport.app.settings;

import static io.sallyport.app.settings.SettingsFixture.accepted;
import static io.sallyport.app.settings.SettingsFixture.problems;
import static io.sallyport.app.settings.SettingsFixture.read;
import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.journal.Capture;
import io.sallyport.key.KeySettings.Strangers;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SettingsChecksTest {
    private static final String MASTER_KEY = "1:MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

    @Test
    @Tag("C21")
    void refusesAnOpenDoorOnAWideAddress() {
        assertThat(problems(read("server: {host: 0.0.0.0}")))
                .containsExactly("test.yaml:1: server.host: would let everybody in, because there is no client key;"
                        + " set auth.client_api_keys, bind 127.0.0.1, or say server.allow_unauthenticated: true");
    }

    @ParameterizedTest
    @Tag("C21")
    @ValueSource(strings = {"127.0.0.1", "localhost", "\"::1\"", "192.168.1.5", "10.1.2.3"})
    void letsEverybodyInOnANearAddress(String host) {
        Settings settings = accepted(read("server: {host: " + host + "}")).value();

        assertThat(settings.keys().strangers()).isEqualTo(Strangers.ANONYMOUS);
    }

    @Test
    @Tag("C21")
    void opensTheDoorWhenToldSo() {
        Settings settings = accepted(read("server: {host: 0.0.0.0, allow_unauthenticated: true}"))
                .value();

        assertThat(settings.keys().strangers()).isEqualTo(Strangers.ANONYMOUS);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "deployment_profile: standard"
                        + "|auth: lets nobody in; set auth.client_api_keys or auth.enable_named_client_keys,"
                        + " or use the casual profile",
                "{deployment_profile: standard, server: {allow_unauthenticated: true}}"
                        + "|server.allow_unauthenticated: is for the casual profile only",
                "{auth: {client_api_keys: [a]}, server: {allow_unauthenticated: true}}"
                        + "|server.allow_unauthenticated: has no place next to client keys; keep one of them",
                "auth: {client_api_keys: [a, b, a]}|auth.client_api_keys[2]: is the same as another static key",
                "auth: {client_api_keys: [a], admin_api_keys: [a]}"
                        + "|auth.admin_api_keys[0]: is the same as another static key",
                "server: {port: 9000, metrics_port: 9000}|server.metrics_port: must differ from server.port",
                "auth: {mode: passthrough, client_api_keys: [a]}"
                        + "|auth.mode: passthrough works only without client_api_keys and enable_named_client_keys",
                "{auth: {mode: passthrough}, backends: [{name: a, kind: openai, api_key: k}]}"
                        + "|backends[0].credential: must be client in auth.mode passthrough,"
                        + " or anybody could spend this backend's key",
                "backends: [{name: a, kind: openai, credential: client}]"
                        + "|backends[0].credential: client works only in auth.mode passthrough",
                "{backends: [{name: a, kind: ollama}], roles: [{role_id: r, routing: {shadow: {use: b}}}]}"
                        + "|roles[0].routing.shadow.use: names no alias and no backend/model",
                "backends: [{name: a, kind: ollama}, {name: a, kind: ollama}]"
                        + "|backends[1].name: is the name of another backend too",
                "backends: [{name: a, kind: opanai}]"
                        + "|backends[0].kind: must be one of openai, anthropic, ollama, vllm, openai_compatible;"
                        + " the nearest is \"openai\"",
                "backends: [{name: a, kind: ollama, models: []}]"
                        + "|backends[0].models: is empty; name a model, or leave the key out to allow all",
                "backends: [{name: a, kind: openai_compatible}]"
                        + "|backends[0].base_url: is missing; the kind openai_compatible has no usual address",
                "backends: [{name: a, kind: openai, api_key: k, api_key_env: K}]"
                        + "|backends[0].api_key_env: and api_key are both given; keep one",
                "backends: [{name: a, kind: ollama, headers: {'X A': b}}]"
                        + "|backends[0].headers.X A: is not a valid header line",
                "backends: [{name: a, kind: ollama, endpoints: [{path: rerank}]}]"
                        + "|backends[0].endpoints[0].path: must start with / and hold only letters, digits"
                        + " and . _ ~ - / { }",
                "{backends: [{name: local, kind: ollama}], models: [{alias: m, targets: [{backend: lcoal}]}]}"
                        + "|models[0].targets[0].backend: names no backend; the nearest is \"local\"",
                "models: [{alias: m}]|models[0].targets: is missing; name at least one backend",
                "prices: [{kind: a, model: m, price_unit: per_1m, input: 1},"
                        + " {kind: a, model: m, price_unit: per_1m, input: 2}]"
                        + "|prices[1].model: has another price of the same kind already",
                "prices: [{kind: a, model: m, price_unit: per_1m, output: 1}]"
                        + "|prices[0].input: is missing; a free model says 0",
                "prices: [{kind: a, model: m, price_unit: per_1m, input: 0.0000001}]"
                        + "|prices[0].input: must not be finer than a pico-dollar per token",
                "database: {user: me}|database.url: is missing; user and password belong to a database with a url",
                "logging: {skip_on_error: false}|logging.skip_on_error: must be true; the log is written after the answer",
                "observability: {enable_otlp: true}|observability.otlp_endpoint: is missing; enable_otlp is on"
            })
    void refuses(String text, String problem) {
        assertThat(problems(read(text))).contains("test.yaml:1: " + problem);
    }

    @Test
    @Tag("L2")
    void letsAnAliasNameAServiceOfANode() {
        Settings settings = accepted(
                        read("models: [{alias: m, targets: [{backend: cellar-1/ollama/chat, model: qwen3}]}]"))
                .value();

        assertThat(settings.models().getFirst().deployments().getFirst().backend())
                .isEqualTo("cellar-1/ollama/chat");
    }

    @Test
    @Tag("C4")
    @Tag("C13")
    @Tag("ID31")
    void holdsTheFoundationProfileToItsPromises() {
        String text = """
                deployment_profile: foundation
                content_capture: full
                auth:
                  mode: passthrough
                  enable_named_client_keys: true
                keys:
                  reveal: owner
                """;

        assertThat(problems(read(text)))
                .contains(
                        "test.yaml:7: keys.reveal: must be off in the foundation profile",
                        "test.yaml:2: content_capture: must be at most metadata in the foundation profile",
                        "test.yaml:4: auth.mode: must not be passthrough in the foundation profile",
                        "test.yaml:3: auth.key_hash_secret_env: the environment variable SALLYPORT_KEY_HASH_SECRET"
                                + " is not set; the foundation profile needs it",
                        "test.yaml:1: deployment_profile: foundation needs the environment variable"
                                + " SALLYPORT_MASTER_KEY, the key that stored credentials are sealed with");
    }

    @Test
    void refusesAShortHashSecret() {
        assertThat(problems(read("", Map.of("SALLYPORT_KEY_HASH_SECRET", "short"))))
                .singleElement()
                .asString()
                .endsWith("must hold at least 16 characters");
    }

    @Test
    @Tag("SE8")
    void refusesAMasterKeyThatIsNone() {
        assertThat(problems(read("", Map.of("SALLYPORT_MASTER_KEY", "2:c2hvcnQ="))))
                .singleElement()
                .asString()
                .endsWith("SALLYPORT_MASTER_KEY: a master key has 32 bytes, this one has 5");
    }

    @Test
    @Tag("SE8")
    void warnsWhenInstancesMayNotShareTheMasterKey() {
        String text = "database: {url: 'postgres://user@db/gate'}";

        assertThat(accepted(read(text)).notices()).anyMatch(notice -> notice.contains("SALLYPORT_MASTER_KEY"));
        assertThat(accepted(read(text, Map.of("SALLYPORT_MASTER_KEY", MASTER_KEY)))
                        .notices())
                .isEmpty();
    }

    @Test
    @Tag("C8")
    @Tag("C13")
    void choosesDefaultsByProfile() {
        Map<String, String> secret =
                Map.of("SALLYPORT_KEY_HASH_SECRET", "0123456789abcdef", "SALLYPORT_MASTER_KEY", MASTER_KEY);
        String keys = "\nauth: {enable_named_client_keys: true}";

        Settings standard =
                accepted(read("deployment_profile: standard" + keys)).value();
        Settings foundation =
                accepted(read("deployment_profile: foundation" + keys, secret)).value();

        assertThat(standard.observability().mainMetrics()).isTrue();
        assertThat(standard.journal().capture()).isEqualTo(Capture.METADATA);
        assertThat(foundation.observability().mainMetrics()).isFalse();
        assertThat(foundation.journal().capture()).isEqualTo(Capture.METADATA);
    }
}
