package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.app.Commands;
import io.sallyport.app.Commands.Ended;
import io.sallyport.database.MigrationFiles;
import io.sallyport.database.MigrationStep;
import io.sallyport.database.Migrations;
import io.sallyport.json.Json;
import io.sallyport.provider.simulated.SimulatedUpstream;
import io.sallyport.testkit.Await;
import io.sallyport.testkit.Installation;
import io.sallyport.testkit.TestDatabase;
import io.sallyport.transport.EventLoops;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// Casual first, foundation by switch: one machine's gateway grows into one that must account for itself.
@TestInstance(Lifecycle.PER_CLASS)
final class LocalFirstJourneyTest {
    private static final String CLIENT = "change-me-client-key";
    private static final String OPERATOR = "operators-of-the-foundation";
    private static final String MARKER = "xyzzy-4711";
    private static final Map<String, String> EVERYWHERE = Map.of("SALLYPORT_SERVER_HOST", "0.0.0.0");

    private static final Map<String, String> FOUNDATION = Map.of(
            "SALLYPORT_SERVER_HOST",
            "127.0.0.1",
            "ADMIN_KEY",
            OPERATOR,
            "OPENAI_API_KEY",
            "sk-of-the-provider",
            "ANTHROPIC_API_KEY",
            "sk-of-another-provider",
            "DATABASE_URL",
            "postgres://unused@127.0.0.1/unused",
            "SALLYPORT_KEY_HASH_SECRET",
            "a-pepper-that-only-tests-use",
            "SALLYPORT_MASTER_KEY",
            "1:MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=");

    private final EventLoops loops = EventLoops.start(1);
    private final SimulatedUpstream simulated = SimulatedUpstream.start(loops, 0, Clock.systemUTC());

    @AfterAll
    void closes() {
        simulated.close();
        loops.close();
    }

    @Test
    @Tag("L1")
    @Tag("PR27")
    @Tag("AU14")
    @Tag("AU16")
    void startsTheCasualSampleAsItIs() {
        try (TestDatabase database = TestDatabase.migrated();
                Installation casual = Installation.of(Installation.sample("casual.yaml"), database, Map.of())) {

            assertThat(casual.get("/health").statusCode()).isEqualTo(200);
            assertThat(casual.get("/admin/api/keys").statusCode()).isEqualTo(404);
            assertThat(casual.get("/v1/admin/audit/requests").statusCode()).isEqualTo(404);
        }
    }

    @Test
    @Tag("L1")
    void neitherAuditsNorCountsMoneyByItself() {
        String priced = casual().replace("  - alias: small\n", """
                  - alias: small
                    price: {price_unit: per_1m, input: 1, output: 1}
                """);
        try (TestDatabase database = TestDatabase.migrated();
                Installation casual = Installation.of(priced, database, Map.of())) {
            HttpResponse<String> chat = casual.chat(CLIENT, "small", MARKER);
            HttpResponse<String> refused = casual.chat("no-key-of-ours", "small", MARKER);
            Installation.rows(database, "select request_id from usage_record", 1);

            assertThat(chat.statusCode()).isEqualTo(200);
            assertThat(chat.headers().map().keySet()).noneMatch(name -> name.startsWith("x-budget"));
            assertThat(refused.statusCode()).isEqualTo(401);
            assertThat(database.rows("select id from admin_event")).isEmpty();
            assertThat(database.rows("select request_id from request_content")).isEmpty();
            assertThat(database.rows("select request_id from ledger_entry")).isEmpty();
            assertThat(everything(database)).doesNotContain(MARKER);
        }
    }

    @Test
    @Tag("L3")
    void chatsEmbedsAndHearsThroughALocalServer() {
        try (TestDatabase database = TestDatabase.migrated();
                Installation casual = Installation.of(casual(), database, Map.of())) {
            HttpResponse<String> models = casual.get("/v1/models", "x-api-key", CLIENT);
            HttpResponse<String> chat = casual.chat(CLIENT, "small", "hello");
            HttpResponse<String> embedding = casual.post(
                    "/v1/embeddings", "{\"model\":\"local/sim-embed\",\"input\":\"hello\"}", "x-api-key", CLIENT);

            assertThat(models.body()).contains("\"small\"", "\"sim-embed\"");
            assertThat(chat.statusCode()).isEqualTo(200);
            assertThat(embedding.statusCode()).isEqualTo(200);
        }
    }

    @Test
    @Tag("L4")
    void letsEverybodyInOnThisMachineOnly() {
        String open = withoutKeys();

        try (TestDatabase database = TestDatabase.migrated();
                Installation casual = Installation.of(open, database, Map.of())) {

            assertThat(casual.get("/v1/models").statusCode()).isEqualTo(200);
            assertThat(chatOfAnybody(casual).statusCode()).isEqualTo(200);
            assertThatThrownBy(() -> Installation.of(open, database, EVERYWHERE))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("allow_unauthenticated");
        }
    }

    @Test
    @Tag("L4")
    void letsEverybodyInFromEverywhereWhenTheFileSaysSo() {
        String open = withoutKeys().replace("server:\n", "server:\n  allow_unauthenticated: true\n");

        try (TestDatabase database = TestDatabase.migrated();
                Installation casual = Installation.of(open, database, EVERYWHERE)) {

            assertThat(chatOfAnybody(casual).statusCode()).isEqualTo(200);
        }
    }

    private static HttpResponse<String> chatOfAnybody(Installation gateway) {
        return gateway.post(
                "/v1/chat/completions",
                "{\"model\":\"small\",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}");
    }

    @Test
    @Tag("L5")
    void becomesAFoundationOnTheSameDatabase() {
        try (TestDatabase database = TestDatabase.empty()) {
            try (Installation casual = Installation.of(casual(), database, Map.of())) {
                casual.chat(CLIENT, "small", "hello");
            }
            List<List<String>> calls = Installation.rows(database, "select id from request_log", 1);
            int newest = migrations(database).down(1).getFirst().version();
            Map<String, String> forgetful = new HashMap<>(FOUNDATION);
            forgetful.remove("SALLYPORT_KEY_HASH_SECRET");

            assertThatThrownBy(() -> Installation.of(foundation(), database, forgetful))
                    .hasMessageContaining("SALLYPORT_KEY_HASH_SECRET");
            assertThat(migrations(database).pending())
                    .extracting(MigrationStep::version)
                    .containsExactly(newest);
            try (Installation foundation = Installation.of(foundation(), database, FOUNDATION)) {
                assertThat(foundation.get("/health").statusCode()).isEqualTo(200);
                assertThat(migrations(database).pending()).isEmpty();
                assertThat(database.rows("select id from request_log")).isEqualTo(calls);
            }
        }
    }

    private static Migrations migrations(TestDatabase database) {
        return new Migrations(database.address(), MigrationFiles.shipped());
    }

    @Test
    @Tag("L6")
    @Tag("L8")
    @Tag("L14")
    void issuesAKeyThatMayDoLittleAndCanBeTakenBack() {
        try (TestDatabase database = TestDatabase.migrated();
                Installation foundation = Installation.of(foundation(), database, FOUNDATION)) {
            Ended created = foundation.command(
                    OPERATOR,
                    "key create --display-name archive --principal-type service --principal-ref archive_migrator"
                            + " --allowed-operation chat --allowed-model coding-*");
            String key = created.output().lines().findFirst().orElseThrow();
            Ended list = foundation.command(OPERATOR, "key list --json");
            String id = Json.parse(list.output()).path("data.0.id").text();

            assertThat(created.code()).isZero();
            assertThat(list.output()).contains("archive_migrator").doesNotContain(key, "hash");
            assertThat(everything(database)).doesNotContain(secretOf(key));
            assertThat(foundation.chat(key, "coding-default", "hello").statusCode())
                    .isEqualTo(200);
            assertThat(foundation.chat(key, "down", "hello").statusCode()).isEqualTo(403);
            assertThat(embedding(foundation, key).statusCode()).isEqualTo(403);

            foundation.command(OPERATOR, "key disable " + id);
            assertThat(chatsUntil(401, foundation, key)).isEqualTo(401);
            foundation.command(OPERATOR, "key enable " + id);
            assertThat(chatsUntil(200, foundation, key)).isEqualTo(200);
        }
    }

    @Test
    @Tag("L9")
    @Tag("L10")
    @Tag("AU8")
    void accountsForEveryCallAndForgetsWhatWasSaid() {
        try (TestDatabase database = TestDatabase.migrated();
                Installation foundation = Installation.of(foundation(), database, FOUNDATION)) {
            String key = issued(foundation, "any --allowed-model * --allowed-operation chat");
            HttpResponse<String> named = named(foundation, key);
            HttpResponse<String> again = named(foundation, key);
            foundation.chat(key, "nothing", MARKER);
            foundation.chat(key, "down", MARKER);
            HttpResponse<String> unnamed = embedding(foundation, key);

            List<List<String>> rows = Installation.rows(
                    database, "select status, code, operation, correlation_id, backend from request_log", 5);
            Ended listed = foundation.command(OPERATOR, "audit list");
            Ended summed = foundation.command(OPERATOR, "audit summary");

            assertThat(rows).hasSize(5);
            assertThat(rows).extracting(row -> row.get(0)).containsExactlyInAnyOrder("200", "200", "404", "503", "403");
            assertThat(rows).extracting(row -> row.get(3)).contains("call-1", "call-1");
            assertThat(named.headers().firstValue("x-request-id")).contains("call-1");
            assertThat(again.statusCode()).isEqualTo(200);
            assertThat(unnamed.headers().firstValue("x-request-id")).isPresent();
            assertThat(listed.output()).contains("coding-default", "404 model_not_found", "503");
            assertThat(summed.code()).isZero();
            assertThat(everything(database)).doesNotContain(MARKER);
        }
    }

    @Test
    @Tag("RO16")
    @Tag("RO17")
    @Tag("RO23")
    @Tag("RO14")
    void servesTheRolesOfTheArchiveByALocalServerAlone() {
        String roles = Installation.sample("roles.foundation.archive.yaml")
                .replace(
                        "preferred_families: [Qwen3, Mistral, Llama]",
                        "preferred_families: [sim]\n      models: [\"local/*\"]");
        try (TestDatabase database = TestDatabase.migrated();
                Installation casual = Installation.of(casual() + roles, database, Map.of())) {
            HttpResponse<String> models = casual.get("/v1/models/archive_migrator", "x-api-key", CLIENT);
            HttpResponse<String> chat = casual.chat(CLIENT, "archive_migrator", "hello");
            HttpResponse<String> streamed = casual.post(
                    "/v1/chat/completions",
                    "{\"model\":\"role/archive_copyeditor\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}",
                    "x-api-key",
                    CLIENT);

            Json routing = Json.parse(models.body()).get("routing");
            assertThat(routing.get("healthy_targets").asLong()).isPositive();
            assertThat(routing.path("effective_request_policy.body_defaults.temperature")
                            .decimal())
                    .isEqualByComparingTo("0.1");
            assertThat(chat.statusCode()).isEqualTo(200);
            assertThat(streamed.body()).endsWith("data: [DONE]\n\n");
            assertThat(casual.chat(CLIENT, "archive_nothing", "hello").statusCode())
                    .isEqualTo(404);
        }
    }

    @Test
    @Tag("L7")
    @Tag("L8")
    @Tag("CL5")
    void servesAClientOfTheArchiveThatKnowsThreeVariables() {
        String roles = Installation.sample("roles.foundation.archive.yaml")
                .replace("[Qwen3, Mistral, Llama]", "[sim]\n      models: [openai/sim-echo]");
        String settings = foundation().replace("kind: openai\n", "kind: openai\n    models: [sim-echo]\n") + roles;
        try (TestDatabase database = TestDatabase.migrated();
                Installation foundation = Installation.of(settings, database, FOUNDATION)) {
            String key = issued(foundation, "archive --allowed-model role/archive_migr* --allowed-operation chat");
            Map<String, String> client = Map.of(
                    "GENIEHIVE_BASE_URL",
                    foundation.url().toString(),
                    "GENIEHIVE_API_KEY",
                    key,
                    "GENIEHIVE_MODEL",
                    "archive_migrator");

            Ended smoke = Commands.run(client, "smoke");
            String seen = Json.parse(foundation
                            .chat(key, "role/archive_migrator", "a page")
                            .body())
                    .path("choices.0.message.content")
                    .text();

            assertThat(smoke.output()).startsWith("archive_migrator answers: POST /v1/chat/completions");
            assertThat(smoke.code()).isZero();
            assertThat(seen)
                    .contains("You move pages of an archive", "\"temperature\":0.1", "\"model\":\"sim-echo\"", "a page")
                    .doesNotContain(secretOf(key), "archive_migrator");
            assertThat(foundation.chat(key, "archive_copyeditor", "a page").statusCode())
                    .isEqualTo(403);
            assertThat(embedding(foundation, key).statusCode()).isEqualTo(403);
        }
    }

    /// A new key.
    ///
    /// @param words its name and what it may do
    private static String issued(Installation foundation, String words) {
        return foundation
                .command(OPERATOR, "key create --display-name " + words)
                .output()
                .lines()
                .findFirst()
                .orElseThrow();
    }

    private static HttpResponse<String> named(Installation foundation, String key) {
        return foundation.post(
                "/v1/chat/completions",
                "{\"model\":\"coding-default\",\"messages\":[{\"role\":\"user\",\"content\":\"" + MARKER + "\"}]}",
                "authorization",
                "Bearer " + key,
                "x-request-id",
                "call-1");
    }

    private static HttpResponse<String> embedding(Installation gateway, String key) {
        return gateway.post(
                "/v1/embeddings", "{\"model\":\"coding-default\",\"input\":\"" + MARKER + "\"}", "x-api-key", key);
    }

    /// The status of the first chat that ends as expected, or of the last one that did not: changes of keys
    /// travel by notification and are there within a moment.
    private static int chatsUntil(int expected, Installation foundation, String key) {
        return Await.answer(
                () -> foundation.chat(key, "coding-default", "hello").statusCode(), status -> status == expected);
    }

    private static String secretOf(String key) {
        return key.substring(key.indexOf('.') + 1);
    }

    /// Every row of every table as text.
    private static String everything(TestDatabase database) {
        StringBuilder all = new StringBuilder();
        for (List<String> table : database.rows("select table_name from information_schema.tables"
                + " where table_schema = 'sallyport' and table_type = 'BASE TABLE'")) {
            String name = table.getFirst();
            database.rows("select t::text from \"" + name + "\" t")
                    .forEach(row -> all.append(row.getFirst()).append('\n'));
        }
        return all.toString();
    }

    private String casual() {
        return Installation.sample("casual.yaml")
                .replace("kind: ollama", "kind: ollama\n    base_url: " + simulated.baseUrl())
                .replace("llama3.2", "sim-1");
    }

    /// The casual sample with both lists of keys empty.
    private String withoutKeys() {
        return casual().replace("    - " + CLIENT + "\n", "")
                .replace("client_api_keys:", "client_api_keys: []")
                .replace("    - change-me-node-key\n", "")
                .replace("node_api_keys:", "node_api_keys: []");
    }

    private String foundation() {
        return Installation.sample("foundation.yaml")
                        .replace("kind: openai\n", "kind: openai\n    base_url: " + simulated.baseUrl() + "\n")
                        .replace("kind: anthropic\n", "kind: anthropic\n    base_url: " + simulated.baseUrl() + "\n")
                        .replace("gpt-5-mini", "sim-1")
                        .replace(
                                "audit:\n",
                                "  - alias: down\n    targets: [{backend: openai, model: sim-status-503}]\n\naudit:\n")
                + "\nhealth:\n  check_interval: 0s\n";
    }
}
