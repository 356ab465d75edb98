package io.sallyport.app.settings;

import io.sallyport.journal.audit.AuditSettings;
import io.sallyport.journal.audit.AuditSettings.Cluster;
import io.sallyport.journal.audit.AuditSettings.Login;
import io.sallyport.journal.audit.AuditSettings.Required;
import io.sallyport.journal.audit.AuditSettings.Upkeep;
import io.sallyport.json.Json;
import io.sallyport.json.yaml.Kind;
import io.sallyport.json.yaml.Section;
import io.sallyport.lang.Secret;
import io.sallyport.net.OutboundRequest.Trust;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/// Declares `audit`.
///
/// Source: requirements AU1, AU6, AU7, AU8, CF2.
final class AuditSection {
    private static final int MEGABYTE = 1 << 20;
    private static final Kind<String> PREFIX = new Kind<>(
            Json.object()
                    .put("title", "text")
                    .put("type", "string")
                    .put("pattern", "^[a-z0-9][a-z0-9._-]{0,63}$")
                    .toJson(),
            Cluster.USUAL_PREFIX,
            AuditSection::prefix,
            prefix -> prefix);

    private AuditSection() {}

    static AuditSettings read(Section root) {
        return root.section("audit", "The audit trail.", AuditSection::settings);
    }

    private static AuditSettings settings(Section audit) {
        boolean enabled = audit.key("enabled", "Records who called and what was changed; never content.")
                .off();
        Optional<Cluster> cluster = audit.section(
                "opensearch", "Where an event of every call is sent to; without a url nowhere.", AuditSection::cluster);
        long spool = audit.key(
                        "spool_megabytes",
                        "How much may wait in the data folder while OpenSearch takes nothing; further events are lost.")
                .or(Kind.number(16, 1 << 20), (int) (AuditSettings.USUAL_SPOOL / MEGABYTE));
        Required required = audit.section(
                "required", "Whose calls are refused while they cannot be recorded.", AuditSection::required);
        return new AuditSettings(enabled, cluster, spool * MEGABYTE, required);
    }

    private static Required required(Section required) {
        return new Required(
                Set.copyOf(required.key("tenants", "Names or ids of tenants; `*` stands for all of them.")
                        .list(Kind.TEXT)),
                Set.copyOf(required.key("backend_profiles", "Names or ids of backend profiles.")
                        .list(Kind.TEXT)));
    }

    private static Optional<Cluster> cluster(Section opensearch) {
        Optional<URI> url = opensearch
                .key("url", "Its address, such as https://opensearch:9200.")
                .optional(Kind.HTTP_URL);
        String prefix = opensearch
                .key("index_prefix", "Start of the names of its indices, of which each day has its own.")
                .or(PREFIX, Cluster.USUAL_PREFIX);
        Optional<Login> login = login(opensearch);
        boolean skip = opensearch
                .key("skip_tls_verify", "Takes any certificate of OpenSearch.")
                .off();
        Duration patience = opensearch
                .key("timeout", "Time for a request and its whole answer.")
                .or(Kind.duration(Duration.ofSeconds(1), Duration.ofMinutes(10)), Cluster.USUAL_PATIENCE);
        boolean manages = opensearch
                .key(
                        "manage_indices",
                        "Makes the index template, and deletes indices when retention is over; false where somebody"
                                + " else does.")
                .on();
        if (url.isPresent() && skip) {
            opensearch.notice(
                    opensearch.path() + ".skip_tls_verify: whoever is on the way to OpenSearch can read along");
        }
        return url.map(address -> new Cluster(
                address,
                prefix,
                login,
                skip ? Trust.ANY_CERTIFICATE : Trust.VERIFY,
                patience,
                manages ? Upkeep.OURS : Upkeep.THEIRS));
    }

    private static Optional<Login> login(Section opensearch) {
        Optional<String> user =
                opensearch.key("username", "Our name there; none for no login.").optional(Kind.TEXT);
        Optional<Secret> password =
                opensearch.key("password", "Our password there.").secret();
        Optional<Secret> key = opensearch
                .key("api_key", "An API key in the place of name and password.")
                .secret();
        if (user.isPresent() != password.isPresent()) {
            opensearch.problem(user.isPresent() ? "password" : "username", "is missing; a login is both");
        }
        if (key.isPresent() && user.isPresent()) {
            opensearch.problem("api_key", "and username are both given; keep one");
        }
        return key.<Login>map(Login.ApiKey::new)
                .or(() -> user.flatMap(name -> password.map(secret -> new Login.Password(name, secret))));
    }

    private static String prefix(String text) {
        if (!text.matches("[a-z0-9][a-z0-9._-]{0,63}")) {
            throw new IllegalArgumentException("must be small letters, digits, '.', '_' and '-'");
        }
        return text;
    }
}
