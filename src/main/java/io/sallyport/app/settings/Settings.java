package io.sallyport.app.settings;

import io.sallyport.alert.AlertSettings;
import io.sallyport.app.settings.AuthSection.Mode;
import io.sallyport.cache.CacheSettings;
import io.sallyport.catalog.ModelEntry;
import io.sallyport.catalog.PriceEntry;
import io.sallyport.catalog.RoleEntry;
import io.sallyport.counters.RedisSettings;
import io.sallyport.fleet.FleetSettings;
import io.sallyport.guardrail.GuardrailSettings;
import io.sallyport.idempotency.IdempotencySettings;
import io.sallyport.journal.JournalSettings;
import io.sallyport.journal.audit.AuditSettings;
import io.sallyport.journal.export.ExportSettings;
import io.sallyport.json.Json;
import io.sallyport.json.yaml.Kind;
import io.sallyport.json.yaml.Section;
import io.sallyport.key.KeySettings;
import io.sallyport.key.KeySettings.Scopes;
import io.sallyport.key.KeySettings.Strangers;
import io.sallyport.lang.Money;
import io.sallyport.limit.LimitSettings;
import io.sallyport.portal.PortalSettings;
import io.sallyport.provider.Backend;
import io.sallyport.routing.HealthSettings;
import io.sallyport.routing.RoutingSettings;
import io.sallyport.telemetry.LogSettings;
import io.sallyport.telemetry.ObservabilitySettings;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/// Everything that can be configured, in the order of the file.
///
/// @param audit where the audit trail goes besides the request log
/// @param export where finished calls are brought to besides the request log
/// @param adminApi mounts the operators' API
/// @param backendPlaces file and line of each backend, by its name
/// @param roles named tasks, those of a further file too
/// @param nodes how machines that register themselves are treated
/// @param prices override the bundled table
/// @param bootstrap what is made when it is missing
/// @param timezone where a reported day begins
public record Settings(
        DeploymentProfile profile,
        ServerSettings server,
        StoreSettings database,
        RedisSettings redis,
        KeySettings keys,
        boolean adminApi,
        List<Backend> backends,
        Map<String, String> backendPlaces,
        List<ModelEntry> models,
        List<RoleEntry> roles,
        FleetSettings nodes,
        List<PriceEntry> prices,
        TermsSettings terms,
        LimitSettings limits,
        RoutingSettings routing,
        HealthSettings health,
        IdempotencySettings idempotency,
        CacheSettings cache,
        GuardrailSettings guardrails,
        JournalSettings journal,
        AuditSettings audit,
        ExportSettings export,
        AlertSettings alerts,
        ObservabilitySettings observability,
        LogSettings log,
        PortalSettings portal,
        SignInSettings signIn,
        BootstrapSettings bootstrap,
        ZoneId timezone) {

    /// The limits of the whole file.
    public LimitSettings allLimits() {
        return limits.with(bootstrap.limits());
    }

    static final Kind<ZoneId> ZONE = new Kind<>(
            Json.object().put("title", "time zone").put("type", "string").toJson(),
            ZoneOffset.UTC,
            Settings::zone,
            ZoneId::getId);

    /// Declares the whole file.
    static Settings read(Section root, Choices choices) {
        nameSuccessors(root);
        return sections(root, choices);
    }

    private static Settings sections(Section root, Choices choices) {
        DeploymentProfile profile = profile(root);
        ServerSettings server = server(root, profile);
        StoreSettings database = database(root);
        AuthSection auth = root.section("auth", "Who may call.", AuthSection::read);
        Scopes scopes = root.section("authorization", "What issued keys may use.", AuthSection::scopes);
        ObservabilitySection observability = observability(root, server);
        BackendSection backend = new BackendSection(choices.backends(), server.providerTimeout());
        Settings settings = new Settings(
                profile,
                server,
                database,
                RedisSection.read(root),
                auth.settings(strangers(auth, server), scopes),
                root.section("admin_api", "The operators' API.", Settings::isMounted),
                root.sections("backends", "The upstreams.", backend::read),
                backend.places(),
                models(root, choices.strategies()),
                RoleSection.read(root, choices.strategies()),
                NodeSection.read(root, profile),
                root.sections("prices", "Prices that override the bundled table.", PriceSection::entry),
                TermsSection.read(root),
                LimitSection.read(root, profile),
                routing(root, choices.strategies()),
                root.section("health", "When a failing target rests.", Settings::health),
                IdempotencySection.read(root, profile),
                CacheSection.read(root),
                new GuardrailSection(choices.guardrails()).read(root),
                RecordingSection.read(root, profile),
                AuditSection.read(root),
                ExportSection.read(root),
                root.section("alerts", "Who is told when limits fill up or backends do badly.", AlertSection::read),
                observability.metrics(),
                observability.log(),
                root.section("portal", "The pages for people.", PortalSection::read),
                SignInSection.read(root),
                bootstrap(root),
                root.section("reporting", "Reports.", Settings::timezone));
        return new SettingsChecks(settings, auth, root).run();
    }

    private static StoreSettings database(Section root) {
        return root.section("database", "Where the gateway keeps its state.", DatabaseSection::read);
    }

    private static ServerSettings server(Section root, DeploymentProfile profile) {
        return root.section(
                "server", "Listeners, limits and patience.", section -> ServerSection.read(section, profile));
    }

    private static ObservabilitySection observability(Section root, ServerSettings server) {
        return root.section(
                "observability", "Metrics, traces, logs.", section -> ObservabilitySection.read(section, server));
    }

    private static List<ModelEntry> models(Section root, List<String> strategies) {
        return root.sections(
                "models", "The words clients may put in `model`.", section -> ModelSection.read(section, strategies));
    }

    private static RoutingSettings routing(Section root, List<String> strategies) {
        return root.section(
                "routing",
                "How targets are chosen where an alias does not say otherwise.",
                section -> RoutingSection.read(section, strategies));
    }

    private static DeploymentProfile profile(Section root) {
        return root.key("deployment_profile", "How strict the deployment is: casual, standard or foundation.")
                .or(Kind.choice(DeploymentProfile.class), DeploymentProfile.CASUAL);
    }

    private static BootstrapSettings bootstrap(Section root) {
        return root.section(
                "bootstrap",
                "What is made at the start when it is missing; nothing that exists is changed or deleted.",
                BootstrapSection::read);
    }

    private static void nameSuccessors(Section root) {
        root.retired("providers", "backends");
        root.retired("model_catalog", "models");
        root.retired("storage", "database");
        root.retired("cors", "server.cors");
        root.retired("alert", "alerts");
        root.retired("metrics", "observability.enable_metrics");
    }

    private static Strangers strangers(AuthSection auth, ServerSettings server) {
        if (auth.mode() == Mode.PASSTHROUGH) {
            return Strangers.PASSED_ON;
        }
        boolean open = auth.hasNoClientKeys()
                && (server.allowUnauthenticated()
                        || SettingsChecks.isNear(server.main().host()));
        return open ? Strangers.ANONYMOUS : Strangers.REFUSED;
    }

    private static HealthSettings health(Section health) {
        HealthSettings usual = HealthSettings.DEFAULT;
        Kind<Duration> time = Kind.duration(Duration.ZERO, Duration.ofDays(1));
        return new HealthSettings(
                health.key("failures_before_rest", "Failures in a row after which a target rests.")
                        .or(Kind.number(1, 100), usual.failuresBeforeRest()),
                health.key("cooldown", "How long a target rests.").or(time, usual.cooldown()),
                health.key("check_interval", "Time between two probes of a backend; 0s for none.")
                        .or(time, usual.checkInterval()),
                Money.ofDollars(health.key(
                                "probe_budget",
                                "Dollars a day for short questions to targets whose rest is over; 0 for none.")
                        .or(Kind.decimal(4), BigDecimal.ZERO)));
    }

    private static boolean isMounted(Section api) {
        return api.key("enabled", "Mounts it; without an admin key it stays absent.")
                .off();
    }

    private static ZoneId timezone(Section reporting) {
        return reporting
                .key("timezone", "Where a reported day begins, such as Europe/Berlin.")
                .or(ZONE, ZoneOffset.UTC);
    }

    private static ZoneId zone(String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("must be a time zone such as UTC or Europe/Berlin", e);
        }
    }
}
