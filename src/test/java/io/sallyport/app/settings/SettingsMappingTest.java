package io.sallyport.app.settings;

import static io.sallyport.app.settings.SettingsFixture.accepted;
import static io.sallyport.app.settings.SettingsFixture.problems;
import static io.sallyport.app.settings.SettingsFixture.read;
import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.api.CorsSettings;
import io.sallyport.catalog.ModelEntry;
import io.sallyport.catalog.PriceUnit;
import io.sallyport.database.BatchWriterSettings;
import io.sallyport.database.DatabaseSettings;
import io.sallyport.idempotency.IdempotencySettings;
import io.sallyport.journal.Capture;
import io.sallyport.journal.HealthChecks;
import io.sallyport.journal.JournalSettings;
import io.sallyport.journal.RetentionSettings;
import io.sallyport.key.KeySettings;
import io.sallyport.key.KeySettings.Scopes;
import io.sallyport.key.KeySettings.StaticKey;
import io.sallyport.key.KeySettings.Strangers;
import io.sallyport.lang.Header;
import io.sallyport.lang.Money;
import io.sallyport.lang.Secret;
import io.sallyport.pipeline.PipelineSettings;
import io.sallyport.portal.Banner;
import io.sallyport.portal.PortalSettings;
import io.sallyport.portal.Theme;
import io.sallyport.provider.Backend;
import io.sallyport.provider.Backend.Credential;
import io.sallyport.provider.Backend.DeclaredEndpoint;
import io.sallyport.routing.HealthSettings;
import io.sallyport.telemetry.LogSettings;
import io.sallyport.telemetry.ObservabilitySettings;
import io.sallyport.transport.SocketTransport;
import io.sallyport.web.WebServerSettings;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Every key, once, with a value that is not its default.
final class SettingsMappingTest {

    private static final String SERVER = """
            deployment_profile: standard
            server:
              host: 10.0.0.1
              port: ":9000"
              metrics_host: 10.0.0.2
              metrics_port: 9001
              body_limit_mb: 1
              upload_limit_mb: 2
              sync_timeout: 1s
              stream_idle_timeout: 2s
              output_cap: 500
              stream_max_duration: 3s
              provider_timeout: 4s
              read_header_timeout: 6s
              read_timeout: 5s
              idle_timeout: 7s
              max_connections: 500
              shutdown_notice: 10s
              graceful_shutdown_delay: 8s
              event_loops: 9
              transport: io_uring
              trusted_proxies: [10.0.0.0/8, "::1"]
              main_port_metrics: false
              public_url: https://ai.example.com
              requests_per_address: 77
              cors:
                allowed_origins: ["*"]
                allowed_methods: [GET]
                allowed_headers: [X-A]
                max_age: 10s
            auth: {enable_named_client_keys: true}
            """;

    @Test
    void readsTheServer() {
        Settings settings = accepted(read(SERVER)).value();

        assertThat(settings.server())
                .isEqualTo(new ServerSettings(
                        listener("10.0.0.1", 9000),
                        listener("10.0.0.2", 9001),
                        new PipelineSettings(
                                1 << 20,
                                2 << 20,
                                Duration.ofSeconds(1),
                                Duration.ofSeconds(3),
                                Duration.ofSeconds(2),
                                500),
                        Duration.ofSeconds(4),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(8),
                        9,
                        SocketTransport.IO_URING,
                        List.of("10.0.0.0/8", "::1"),
                        false,
                        new CorsSettings(List.of("*"), List.of("GET"), List.of("X-A"), Duration.ofSeconds(10)),
                        false,
                        Optional.of(URI.create("https://ai.example.com")),
                        77,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));
    }

    private static WebServerSettings listener(String host, int port) {
        WebServerSettings usual = WebServerSettings.on(host, port);
        return new WebServerSettings(
                host,
                port,
                Duration.ofSeconds(6),
                Duration.ofSeconds(7),
                Duration.ofSeconds(5),
                usual.maxHeadBytes(),
                usual.maxHeaders(),
                500);
    }

    @Test
    void readsTheDatabaseWithItsPasswordKeptApart() {
        Settings settings = accepted(read("""
                        database:
                          url: postgres://ann:one@db:5433/gate?sslmode=require
                          user: bob
                          password: two
                          run_migrations: false
                          max_connections: 5
                          min_idle: 1
                          idle_timeout: 1m
                          max_lifetime: 2m
                          acquire_timeout: 1s
                          statement_timeout: 2s
                          report_connections: 3
                          report_timeout: 5s
                        """)).value();

        StoreSettings database = settings.database();
        assertThat(database.address()).hasValueSatisfying(address -> {
            assertThat(address.url()).isEqualTo("jdbc:postgresql://db:5433/gate?sslmode=require");
            assertThat(address.user()).isEqualTo("bob");
            assertThat(address.password()).isEqualTo(Secret.of("two"));
        });
        assertThat(database.runMigrations()).isFalse();
        assertThat(database.pool())
                .isEqualTo(new DatabaseSettings(
                        5,
                        1,
                        Duration.ofMinutes(1),
                        Duration.ofMinutes(2),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(2)));
        assertThat(database.reports()).isEqualTo(DatabaseSettings.forReports(3, Duration.ofSeconds(5)));
    }

    @Test
    @Tag("ID32")
    @Tag("ID35")
    void readsWhoMayCall() {
        Settings settings = accepted(read("""
                        auth:
                          client_api_keys: [one]
                          node_api_keys: [two]
                          admin_api_keys: [three]
                          enable_named_client_keys: true
                          key_hash_secret_env: HASH
                        authorization:
                          enforce_model_allowlists: true
                          enforce_operation_allowlists: true
                          empty_allowlist_means_no_access: false
                        admin_api: {enabled: true}
                        """)).value();

        assertThat(settings.adminApi()).isTrue();
        assertThat(settings.keys())
                .isEqualTo(new KeySettings(
                        List.of(new StaticKey("", Secret.of("one"))),
                        List.of(new StaticKey("", Secret.of("three"))),
                        List.of(new StaticKey("", Secret.of("two"))),
                        true,
                        Strangers.REFUSED,
                        "HASH",
                        new Scopes(true, true, false)));
    }

    @Test
    @Tag("DA14")
    @Tag("PR4")
    void readsABackend() {
        Settings settings = accepted(read("""
                        backends:
                          - name: paid
                            kind: openai
                            base_url: https://host/prefix/v1/
                            api_key: sk-own
                            headers: {X-A: b}
                            models: [m1, m2]
                            options: {region: eu-central-1}
                            timeout: 9s
                            skip_tls_verify: true
                            enabled: false
                            endpoints:
                              - {path: /v1/rerank, methods: [POST, GET], timeout: 30, headers: {X-C: d}}
                        """)).value();

        assertThat(settings.backends())
                .containsExactly(new Backend(
                        "paid",
                        "openai",
                        URI.create("https://host/prefix"),
                        new Credential.Own(Secret.of("sk-own")),
                        List.of(new Header("X-A", "b")),
                        List.of("m1", "m2"),
                        Map.of("region", "eu-central-1"),
                        List.of(new DeclaredEndpoint(
                                "/v1/rerank",
                                List.of("POST", "GET"),
                                Optional.of(Duration.ofSeconds(30)),
                                List.of(new Header("X-C", "d")))),
                        Duration.ofSeconds(9),
                        true,
                        false,
                        Map.of(),
                        "config"));
    }

    @Test
    @Tag("RO6")
    void readsAModel() {
        Settings settings = accepted(read("""
                        backends: [{name: a, kind: ollama}, {name: b, kind: ollama}]
                        models:
                          - alias: fast
                            model_type: embedding
                            enabled: false
                            targets: [{backend: a}, {backend: b, model: big, weight: 3, order: 1}]
                            context_window: 1000
                            max_output_tokens: 100
                            modalities: [text, image]
                            supports_tools: false
                            expose_reasoning: true
                            audio_voice: alloy
                            audio_format: mp3
                            metadata: {owner: me}
                            price: {price_unit: per_1k, input: 0.001, output: 0.002, image: 0.04}
                        """)).value();

        ModelEntry model = settings.models().getFirst();
        assertThat(model.alias().value()).isEqualTo("fast");
        assertThat(model.type()).isEqualTo("embedding");
        assertThat(model.enabled()).isFalse();
        assertThat(model.deployments())
                .containsExactly(
                        new ModelEntry.Deployment("a", "fast", 100, 0), new ModelEntry.Deployment("b", "big", 3, 1));
        assertThat(model.contextWindow()).contains(1000L);
        assertThat(model.maxOutputTokens()).contains(100L);
        assertThat(model.modalities()).containsExactly("text", "image");
        assertThat(model.supportsTools()).isFalse();
        assertThat(model.exposeReasoning()).isTrue();
        assertThat(model.metadata()).isEqualTo(Map.of("owner", "me", "audio_voice", "alloy", "audio_format", "mp3"));
        assertThat(model.price()).hasValueSatisfying(price -> {
            assertThat(price.input()).isEqualTo(PriceUnit.PER_1M.perToken(BigDecimal.ONE));
            assertThat(price.output()).isEqualTo(PriceUnit.PER_1M.perToken(BigDecimal.TWO));
            assertThat(price.image()).contains(PriceUnit.each(new BigDecimal("0.04")));
        });
    }

    @Test
    @Tag("C29")
    void takesPricesWithoutAUnitPerThousandAndSaysSo() {
        var read = accepted(read("prices: [{kind: openai, model: m, input: 0.001}]"));

        assertThat(read.value().prices().getFirst().price().input())
                .isEqualTo(PriceUnit.PER_1K.perToken(new BigDecimal("0.001")));
        assertThat(read.notices())
                .containsExactly("prices[0] names no price_unit; its prices are taken per 1,000 tokens");
    }

    @Test
    @Tag("AU18")
    @Tag("AU29")
    void readsWhatIsRecorded() {
        Settings settings = accepted(read("""
                        audit: {enabled: true}
                        content_capture: full
                        logging:
                          enabled: false
                          buffer_size: 100
                          batch_size: 20
                          flush_interval: 2s
                          workers: 1
                          max_body_size: 1KB
                          skip_health_check: false
                        retention: {metadata_days: 10, content_days: 5, usage_days: 20, zero_retention: true}
                        """)).value();

        assertThat(settings.journal())
                .isEqualTo(new JournalSettings(
                        false,
                        Capture.FULL,
                        1024,
                        HealthChecks.LOGGED,
                        new BatchWriterSettings(100, 20, Duration.ofSeconds(2), 1),
                        new RetentionSettings(10, 5, 20, true)));
        assertThat(settings.audit().enabled()).isTrue();
    }

    @Test
    @Tag("DA33")
    void readsHowIdempotencyKeysAreKept() {
        Settings settings = accepted(read("idempotency: {enabled: false, life: 1h, keys_per_tenant: 5,"
                        + " keep_answers: false, max_answer_size: 1KB}"))
                .value();

        assertThat(settings.idempotency())
                .isEqualTo(new IdempotencySettings(false, Duration.ofHours(1), 5, false, 1024));
    }

    @Test
    void keepsContentNoLongerThanMetadata() {
        Settings settings = accepted(read("retention: {metadata_days: 3}")).value();

        assertThat(settings.journal().retention().contentDays()).isEqualTo(3);
        assertThat(problems(read("retention: {metadata_days: 3, content_days: 4}")))
                .containsExactly(
                        "test.yaml:1: retention.content_days: must not be more than metadata_days, which is 3");
    }

    @Test
    @Tag("RO8")
    @Tag("OB7")
    void readsHealthObservabilityAndReporting() {
        Settings settings = accepted(read("""
                        health: {check_interval: 0s, failures_before_rest: 5, cooldown: 1m, probe_budget: 0.05}
                        observability:
                          enable_metrics: false
                          enable_otlp: true
                          otlp_endpoint: http://collector:4318
                          log_level: debug
                          log_form: json
                          user_and_key_labels: false
                          max_series: 500
                        reporting: {timezone: Europe/Berlin}
                        """)).value();

        assertThat(settings.health())
                .isEqualTo(new HealthSettings(5, Duration.ofMinutes(1), Duration.ZERO, Money.ofMicroDollars(50_000)));
        assertThat(settings.observability())
                .isEqualTo(
                        new ObservabilitySettings(false, true, false, 500, true, Optional.of("http://collector:4318")));
        assertThat(settings.log()).isEqualTo(new LogSettings(LogSettings.Level.DEBUG, LogSettings.Form.JSON));
        assertThat(settings.timezone()).isEqualTo(ZoneId.of("Europe/Berlin"));
    }

    @Test
    @Tag("UP10")
    @Tag("UP11")
    void readsThePortal() {
        Settings settings = accepted(read("""
                        portal:
                          enabled: false
                          title: Example AI
                          default_theme: dark
                          session_idle: 30m
                          banners:
                            - {type: error, position: permanent_footer, visibility: admin, text: Beware}
                            - {text: Hello}
                        """)).value();

        assertThat(settings.portal())
                .isEqualTo(new PortalSettings(
                        false,
                        "Example AI",
                        Theme.DARK,
                        Duration.ofMinutes(30),
                        List.of(
                                new Banner(
                                        Banner.Kind.ERROR,
                                        Banner.Position.PERMANENT_FOOTER,
                                        Banner.Visibility.ADMIN,
                                        "Beware"),
                                new Banner(
                                        Banner.Kind.INFO,
                                        Banner.Position.BELOW_NAVBAR,
                                        Banner.Visibility.ANONYMOUS,
                                        "Hello"))));
    }
}
