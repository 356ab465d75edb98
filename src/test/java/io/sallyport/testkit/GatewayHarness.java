package io.sallyport.testkit;

import io.sallyport.app.Gateway;
import io.sallyport.app.Launch;
import io.sallyport.app.Launch.FirstKeys;
import io.sallyport.app.Launch.Search;
import io.sallyport.app.SettingsText;
import io.sallyport.json.Json;
import io.sallyport.json.JsonArray;
import io.sallyport.json.JsonObject;
import io.sallyport.telemetry.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/// A whole gateway on a random port, with a database of its own and upstreams that a test plays.
///
/// ```java
/// try (GatewayHarness gateway = GatewayHarness.with().backend("one", upstream.url()).alias("chat",
/// "one/m").start(); SseClient client = gateway.chat("chat", ",\"stream\":true")) { ... }
/// ```
public final class GatewayHarness implements AutoCloseable {
    /// The one client key it knows.
    public static final String KEY = "sk-test-client-4711-0123456789abcdef";

    /// The one key for operators it knows.
    public static final String ADMIN_KEY = "operators-of-the-test";

    /// What it shows to every backend.
    public static final String UPSTREAM_KEY = "sk-upstream-canary-0815-fedcba9876543210";

    /// Instances that share a database share the key hash secret and the master key.
    static final Map<String, String> ENVIRONMENT = Map.of(
            "SALLYPORT_KEY_HASH_SECRET",
            "a-pepper-that-only-tests-use",
            "SALLYPORT_MASTER_KEY",
            "1:MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=");

    private static final String FILE = "sallyport.yaml";

    private static final String LEDGER = """
            select l.status, l.code, l.backend, l.attempts,
                   coalesce(u.input_tokens, 0), coalesce(u.output_tokens, 0), u.source
              from request_log l join usage_record u on u.request_id = l.id
             order by l.id
            """;

    private final Gateway gateway;
    private final TestDatabase database;
    private final Runnable closing;

    /// @param closing what follows the gateway's own end
    private GatewayHarness(Gateway gateway, TestDatabase database, Runnable closing) {
        this.gateway = gateway;
        this.database = database;
        this.closing = closing;
    }

    /// Starts a description of a gateway.
    public static Setup with() {
        return new Setup();
    }

    /// A gateway to be: the settings that differ from the usual ones.
    public static final class Setup {
        private final JsonObject server = Json.object()
                .put("port", 0)
                .put("metrics_port", 0)
                .put("event_loops", 1)
                .put("provider_timeout", "30s")
                // Every test comes from one address.
                .put("requests_per_address", 0);
        private final JsonObject health = Json.object().put("check_interval", "0s");
        private final JsonArray backends = Json.array();
        private final JsonArray models = Json.array();
        private final Map<String, JsonArray> lists = new LinkedHashMap<>();
        private final Map<String, JsonObject> sections = new LinkedHashMap<>();

        private final Map<String, String> words = new LinkedHashMap<>();
        private Map<String, String> environment = ENVIRONMENT;
        private Clock clock = Clock.systemUTC();
        private OptionalInt databasePort = OptionalInt.empty();

        private Setup() {}

        /// Lets a test move the time of limits, keys and the request log.
        public Setup clock(Clock time) {
            clock = time;
            return this;
        }

        /// Gives it other master keys than the usual one, as the variable says them.
        public Setup masterKeys(String keys) {
            environment = new HashMap<>(ENVIRONMENT);
            environment.put("SALLYPORT_MASTER_KEY", keys);
            return this;
        }

        /// Reaches its database through another port, such as that of a faulty network.
        public Setup databaseAt(int port) {
            databasePort = OptionalInt.of(port);
            return this;
        }

        /// Adds a section of the settings as it would stand in the file.
        public Setup section(String name, JsonObject section) {
            sections.put(name, section);
            return this;
        }

        /// Sets one key that stands in no section.
        public Setup word(String key, String value) {
            words.put(key, value);
            return this;
        }

        /// Sets one key of `server`.
        public Setup server(String key, String value) {
            server.put(key, value);
            return this;
        }

        public Setup server(String key, JsonObject value) {
            server.put(key, value);
            return this;
        }

        public Setup server(String key, JsonArray value) {
            server.put(key, value);
            return this;
        }

        /// Lets no target rest after failures, so that tests that share a gateway do not meet.
        public Setup restless() {
            health.put("failures_before_rest", 100);
            return this;
        }

        /// Sets one key of `health`.
        public Setup health(String key, String value) {
            health.put(key, value);
            return this;
        }

        /// Adds an upstream in OpenAI's form.
        public Setup backend(String name, URI url) {
            return backend(name, "openai_compatible", url);
        }

        public Setup backend(String name, String kind, URI url) {
            backends.add(described(name, kind, url));
            return this;
        }

        /// Adds an upstream as the file says it.
        public Setup backend(JsonObject said) {
            backends.add(said);
            return this;
        }

        /// Adds an upstream in OpenAI's form that carries labels.
        public Setup backend(String name, URI url, JsonObject labels) {
            backends.add(described(name, "openai_compatible", url).put("labels", labels));
            return this;
        }

        private static JsonObject described(String name, String kind, URI url) {
            return Json.object()
                    .put("name", name)
                    .put("kind", kind)
                    .put("base_url", url.toString())
                    .put("api_key", UPSTREAM_KEY);
        }

        /// Adds an alias as it would stand in the file.
        public Setup alias(JsonObject alias) {
            models.add(alias);
            return this;
        }

        /// Adds an alias; its targets, written `backend/model`, are tried in this order.
        public Setup alias(String alias, String... targets) {
            JsonArray list = Json.array();
            for (int i = 0; i < targets.length; i++) {
                String[] target = targets[i].split("/", 2);
                list.add(Json.object()
                        .put("backend", target[0])
                        .put("model", target[1])
                        .put("order", i));
            }
            models.add(Json.object().put("alias", alias).put("targets", list));
            return this;
        }

        /// Adds an element to one of the other lists of the file, such as `policies`.
        public Setup element(String list, JsonObject element) {
            lists.computeIfAbsent(list, _ -> Json.array()).add(element);
            return this;
        }

        /// Gives the model `m` of every OpenAI-compatible backend a price: a dollar for a thousand tokens.
        public Setup pricedByThousands() {
            return element(
                    "prices",
                    Json.object()
                            .put("kind", "openai_compatible")
                            .put("model", "m")
                            .put("price_unit", "per_1k")
                            .put("input", 1)
                            .put("output", 1));
        }

        public GatewayHarness start() {
            TestDatabase database = TestDatabase.migrated();
            return started(database, database::close);
        }

        /// One more instance on the database of another, which is to be closed last.
        public GatewayHarness startBeside(GatewayHarness other) {
            return startOn(other.database);
        }

        /// One on a database that outlives it.
        public GatewayHarness startOn(TestDatabase database) {
            return started(database, () -> {});
        }

        /// One in a process of its own, on a database that outlives it.
        public GatewayProcess startApart(TestDatabase database) {
            try {
                return GatewayProcess.start(written(database));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private GatewayHarness started(TestDatabase database, Runnable closing) {
            try {
                return new GatewayHarness(
                        Gateway.start(launch(written(database), clock, environment)), database, closing);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /// A folder with the settings in it.
        private Path written(TestDatabase database) throws IOException {
            Path folder = Files.createTempDirectory("gateway");
            Files.writeString(folder.resolve(FILE), settings(database));
            return folder;
        }

        private String url(TestDatabase database) {
            String url = database.address().url();
            return databasePort.isPresent() ? url.replaceFirst(":\\d+/", ":" + databasePort.getAsInt() + "/") : url;
        }

        /// JSON is YAML, and nothing in it needs quoting by hand.
        private String settings(TestDatabase database) {
            JsonObject store = Json.object()
                    .put("url", url(database))
                    .put("user", database.address().user())
                    .put("password", database.address().password().reveal())
                    .put("max_connections", 4)
                    .put("acquire_timeout", "10s")
                    .put("statement_timeout", "10s");
            JsonObject all = Json.object();
            lists.forEach(all::put);
            sections.forEach(all::put);
            words.forEach(all::put);
            return all.put("server", server)
                    .put("database", store)
                    .put(
                            "auth",
                            Json.object()
                                    .put("client_api_keys", Json.array().add(KEY))
                                    .put("admin_api_keys", Json.array().add(ADMIN_KEY))
                                    .put("enable_named_client_keys", true))
                    .put(
                            "authorization",
                            Json.object()
                                    .put("enforce_model_allowlists", true)
                                    .put("enforce_operation_allowlists", true))
                    .put("admin_api", Json.object().put("enabled", true))
                    .put("health", health)
                    .put("backends", backends)
                    .put("models", models)
                    .toJson()
                    .toString();
        }
    }

    /// How a gateway with the settings of a folder is started in tests.
    static Launch launch(Path folder, Clock clock, Map<String, String> environment) {
        return new Launch(
                SettingsText.inForce(folder.resolve(FILE), Map.of()),
                folder,
                environment,
                clock,
                new Service("sallyport", "test", "test"),
                Search.NONE,
                FirstKeys.NONE);
    }

    /// Takes over other settings while calls are running.
    public void reload(Setup next) {
        try {
            gateway.reload(SettingsText.read(next.written(database).resolve(FILE)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public URI url() {
        return gateway.url();
    }

    /// Where its metrics listener answers.
    public URI metricsUrl() {
        return gateway.metricsUrl();
    }

    public TestDatabase database() {
        return database;
    }

    /// One call as the ledger has it.
    public record Settled(
            int status, String code, String backend, int attempts, long inputTokens, long outputTokens, String source) {
        static Settled of(List<String> row) {
            return new Settled(
                    Integer.parseInt(row.get(0)),
                    row.get(1),
                    row.get(2),
                    Integer.parseInt(row.get(3)),
                    Long.parseLong(row.get(4)),
                    Long.parseLong(row.get(5)),
                    row.get(6));
        }
    }

    /// Every call in the request log with its usage, once there are so many; they are written behind the
    /// answers.
    public List<Settled> settled(int calls) {
        return Installation.rows(database, LEDGER, calls).stream()
                .map(Settled::of)
                .toList();
    }

    /// Empties request log and usage.
    public void forgetCalls() {
        database.execute("truncate request_log, usage_record, attempt, request_content");
    }

    /// Posts with the client key.
    public SseClient post(String path, String json) {
        return SseClient.post(url().resolve(path), Map.of("authorization", "Bearer " + KEY), json);
    }

    /// A chat call with one short message.
    ///
    /// @param more further members, each with a comma before it
    public SseClient chat(String model, String more) {
        return post(
                "/v1/chat/completions",
                "{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]" + more + "}");
    }

    /// The same, streamed.
    public SseClient stream(String model) {
        return chat(model, ",\"stream\":true");
    }

    /// Ends it as a signal does, with notice and grace.
    public void stop() {
        gateway.stop();
        closing.run();
    }

    @Override
    public void close() {
        gateway.close();
        closing.run();
    }
}
