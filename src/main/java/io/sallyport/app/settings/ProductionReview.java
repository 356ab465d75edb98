package io.sallyport.app.settings;

import io.sallyport.cli.Workbench.Lack;
import io.sallyport.crypto.MasterKeys;
import io.sallyport.journal.audit.AuditSettings;
import io.sallyport.key.KeySettings.StaticKey;
import io.sallyport.net.OutboundRequest.Trust;
import io.sallyport.provider.Backend;
import io.sallyport.web.TlsSettings;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// A look at right settings by whoever would have to answer for them in production.
public final class ProductionReview {
    private static final int SHORTEST_KEY = 16;
    private static final Duration SHORTEST_DRAIN = Duration.ofSeconds(30);

    /// Whoever renews certificates has done it long before.
    private static final Duration SOON = Duration.ofDays(14);

    private final Settings settings;
    private final Map<String, String> variables;
    private final Instant now;
    private final List<Lack> lacks = new ArrayList<>();

    private ProductionReview(Settings settings, Map<String, String> variables, Instant now) {
        this.settings = settings;
        this.variables = variables;
        this.now = now;
    }

    /// @param variables of the process and of the `.env` file beside the settings
    /// @param now by which certificates end soon
    /// @return in the order in which one would mend it
    public static List<Lack> of(Settings settings, Map<String, String> variables, Instant now) {
        ProductionReview review = new ProductionReview(settings, variables, now);
        review.lookAtDoors();
        review.lookAtSecrets();
        review.lookAtNetwork();
        review.lookAtCertificates();
        review.lookAtOperation();
        return List.copyOf(review.lacks);
    }

    private void lookAtDoors() {
        if (settings.profile() == DeploymentProfile.CASUAL) {
            lack("deployment_profile", "casual is for one person or one home", "Set standard, or foundation.");
        }
        boolean weak = Stream.of(
                        settings.keys().clientKeys(),
                        settings.keys().adminKeys(),
                        settings.keys().nodeKeys())
                .flatMap(List::stream)
                .map(StaticKey::value)
                .anyMatch(key ->
                        key.reveal().length() < SHORTEST_KEY || key.reveal().contains("change-me"));
        if (weak) {
            lack("auth", "a static key is short or that of a sample", "Take one of openssl rand -hex 24.");
        }
    }

    private void lookAtSecrets() {
        lookAtVariable(
                settings.keys().hashSecretVariable(),
                "issued keys are hashed under a secret that only this data folder has",
                "Set it to one of openssl rand -hex 32, the same for all instances.");
        lookAtVariable(
                MasterKeys.VARIABLE,
                "stored credentials are sealed with a key that only this data folder has",
                "Set it to one of openssl rand -base64 32, the same for all instances.");
        if (settings.database().address().isEmpty()) {
            lack(
                    "database.url",
                    "the embedded database serves one instance, and nobody backs it up",
                    "Name a PostgreSQL 15 or newer, or run sallyport backup every night.");
        }
    }

    private void lookAtVariable(String name, String why, String fix) {
        if (variables.getOrDefault(name, "").isBlank()) {
            lack(name, why, fix);
        }
    }

    private void lookAtNetwork() {
        ServerSettings server = settings.server();
        Optional<String> scheme = server.publicUrl().map(URI::getScheme);
        if (scheme.isEmpty()) {
            lack("server.public_url", "links and sign-ins name the listener", "Set the address people use.");
        }
        if (server.isSecured()) {
            return;
        }
        if (!scheme.equals(Optional.of("https"))) {
            lack(
                    "server.tls",
                    "keys and prompts cross the network in the clear",
                    "Give the gateway a certificate, or put a proxy with one before it and https into"
                            + " server.public_url.");
        } else if (server.trustedProxies().isEmpty()) {
            lack(
                    "server.trusted_proxies",
                    "every client has the address of the proxy that ends TLS",
                    "Name its address or network.");
        }
    }

    private void lookAtCertificates() {
        lookAtEnd("server.tls", settings.server().tls());
        lookAtEnd("server.metrics_tls", settings.server().metricsTls());
        settings.backends().stream()
                .filter(Backend::skipTlsVerify)
                .forEach(backend -> anyCertificate("backends " + backend.name()));
        settings.signIn()
                .oidc()
                .filter(provider -> provider.trust() == Trust.ANY_CERTIFICATE)
                .ifPresent(_ -> anyCertificate("oidc"));
        settings.audit()
                .cluster()
                .map(AuditSettings.Cluster::trust)
                .filter(Trust.ANY_CERTIFICATE::equals)
                .ifPresent(_ -> anyCertificate("audit.opensearch"));
    }

    private void lookAtEnd(String where, Optional<TlsSettings> tls) {
        tls.map(TlsSettings::until)
                .filter(now.plus(SOON)::isAfter)
                .ifPresent(until -> lack(
                        where,
                        "the certificate ends at " + until,
                        "Renew it; the files are read again by themselves. Or let server.acme order it."));
    }

    private void anyCertificate(String where) {
        lack(where, "any certificate is taken", "Leave skip_tls_verify out and trust the right authority.");
    }

    private void lookAtOperation() {
        if (!settings.audit().enabled()) {
            lack("audit.enabled", "nobody can say who called what", "Set true.");
        }
        if (settings.server().gracefulShutdownDelay().compareTo(SHORTEST_DRAIN) < 0) {
            lack(
                    "server.graceful_shutdown_delay",
                    "a restart cuts calls that are still running",
                    "Set 30s or more, and let the platform wait as long.");
        }
        if (settings.alerts().smtp().isEmpty()
                && settings.alerts().usual().webhooks().isEmpty()) {
            lack("alerts", "nobody is told when limits fill up", "Set alerts.smtp or webhooks.");
        }
    }

    private void lack(String key, String why, String fix) {
        lacks.add(new Lack(key, why, fix));
    }
}
