package io.sallyport.app.settings;

import static io.sallyport.app.settings.SettingsFixture.accepted;
import static io.sallyport.app.settings.SettingsFixture.read;
import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.alert.AlertRules;
import io.sallyport.alert.AlertSettings;
import io.sallyport.alert.ProviderAlertSettings;
import io.sallyport.alert.SummaryRhythm;
import io.sallyport.alert.WebhookSettings;
import io.sallyport.api.CorsSettings;
import io.sallyport.cache.CacheSettings;
import io.sallyport.counters.RedisSettings;
import io.sallyport.database.BatchWriterSettings;
import io.sallyport.database.DatabaseSettings;
import io.sallyport.fleet.FleetSettings;
import io.sallyport.guardrail.GuardrailSettings;
import io.sallyport.idempotency.IdempotencySettings;
import io.sallyport.identity.LocalLoginSettings;
import io.sallyport.journal.Capture;
import io.sallyport.journal.HealthChecks;
import io.sallyport.journal.JournalSettings;
import io.sallyport.journal.RetentionSettings;
import io.sallyport.journal.audit.AuditSettings;
import io.sallyport.journal.export.ExportSettings;
import io.sallyport.key.KeySettings;
import io.sallyport.key.KeySettings.Scopes;
import io.sallyport.key.KeySettings.Strangers;
import io.sallyport.limit.LimitSettings;
import io.sallyport.pipeline.PipelineSettings;
import io.sallyport.portal.PortalSettings;
import io.sallyport.routing.HealthSettings;
import io.sallyport.routing.RoutingSettings;
import io.sallyport.telemetry.LogSettings;
import io.sallyport.telemetry.ObservabilitySettings;
import io.sallyport.transport.SocketTransport;
import io.sallyport.web.WebServerSettings;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class SettingsDefaultsTest {

    private static final ServerSettings SERVER = new ServerSettings(
            WebServerSettings.on("127.0.0.1", 8080),
            WebServerSettings.on("127.0.0.1", 9050),
            PipelineSettings.DEFAULT,
            Duration.ofSeconds(280),
            Duration.ZERO,
            Duration.ofSeconds(5),
            0,
            SocketTransport.AUTO,
            List.of(),
            false,
            CorsSettings.OFF,
            true,
            Optional.empty(),
            3_000,
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    private static final JournalSettings JOURNAL = new JournalSettings(
            true, Capture.NONE, 65_536, HealthChecks.SKIPPED, BatchWriterSettings.DEFAULTS, RetentionSettings.DEFAULT);

    private static final KeySettings KEYS = new KeySettings(
            List.of(),
            List.of(),
            List.of(),
            false,
            Strangers.ANONYMOUS,
            "SALLYPORT_KEY_HASH_SECRET",
            new Scopes(false, false, true));

    private static final AlertSettings ALERTS = new AlertSettings(
            true,
            Duration.ofSeconds(30),
            new AlertRules(Duration.ofHours(1), List.of(), List.of()),
            3,
            Optional.empty(),
            new WebhookSettings(Duration.ofSeconds(5), List.of(), List.of()),
            new ProviderAlertSettings(Optional.empty(), Optional.empty(), Duration.ofMinutes(5), 20),
            Optional.empty(),
            SummaryRhythm.NEVER);

    private static final FleetSettings NODES =
            new FleetSettings(Duration.ofSeconds(30), FleetSettings.Approval.AUTOMATIC, 500, FleetSettings.NEAR, false);

    @Test
    @Tag("CF13")
    @Tag("DA35")
    @Tag("AU8")
    @Tag("CF12")
    @Tag("CF15")
    void givesEveryDefaultForAnEmptyFile() {
        Settings settings = accepted(read("")).value();

        assertThat(settings)
                .isEqualTo(new Settings(
                        DeploymentProfile.CASUAL,
                        SERVER,
                        new StoreSettings(Optional.empty(), true, DatabaseSettings.DEFAULTS, DatabaseSettings.REPORTS),
                        RedisSettings.DEFAULTS,
                        KEYS,
                        false,
                        List.of(),
                        Map.of(),
                        List.of(),
                        List.of(),
                        NODES,
                        List.of(),
                        TermsSettings.NONE,
                        LimitSettings.NONE,
                        RoutingSettings.DEFAULT,
                        HealthSettings.DEFAULT,
                        IdempotencySettings.DEFAULT,
                        CacheSettings.DEFAULT,
                        GuardrailSettings.NONE,
                        JOURNAL,
                        AuditSettings.NONE,
                        ExportSettings.NONE,
                        ALERTS,
                        ObservabilitySettings.DEFAULTS,
                        LogSettings.DEFAULTS,
                        PortalSettings.DEFAULT,
                        new SignInSettings(Optional.empty(), LocalLoginSettings.DEFAULT),
                        new BootstrapSettings(List.of(), List.of(), List.of(), List.of(), List.of()),
                        ZoneOffset.UTC));
    }
}
