package io.sallyport.journal.audit;

import io.sallyport.lang.Secret;
import io.sallyport.net.OutboundRequest.Trust;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/// Where the audit trail goes besides the request log.
///
/// @param enabled the metadata audit under the paths of the older control plane (`audit.enabled`)
/// @param cluster OpenSearch; empty when there is none
/// @param spoolBytes how much may wait on disk (`audit.spool_size`)
/// @param required whose calls are refused when they cannot be recorded
public record AuditSettings(boolean enabled, Optional<Cluster> cluster, long spoolBytes, Required required) {
    public static final long USUAL_SPOOL = 1L << 30;
    public static final AuditSettings NONE = new AuditSettings(false, Optional.empty(), USUAL_SPOOL, Required.NOBODY);

    /// The OpenSearch that events are sent to.
    ///
    /// @param prefix start of the names of all indices
    /// @param login empty where everybody may write
    /// @param patience from sending a request to the end of its answer
    /// @param upkeep whether we make the index templates and delete indices whose time is over
    public record Cluster(
            URI url, String prefix, Optional<Login> login, Trust trust, Duration patience, Upkeep upkeep) {
        public static final String USUAL_PREFIX = "sallyport-audit";
        public static final Duration USUAL_PATIENCE = Duration.ofSeconds(60);
    }

    /// Who looks after templates and old indices.
    public enum Upkeep {
        OURS,
        THEIRS
    }

    /// How we prove who we are.
    public sealed interface Login {
        record Password(String user, Secret password) implements Login {}

        record ApiKey(Secret key) implements Login {}
    }

    /// Whose calls must be recorded.
    ///
    /// @param tenants ids of tenants; `*` stands for all
    /// @param backendProfiles ids of backend profiles
    public record Required(Set<String> tenants, Set<String> backendProfiles) {
        public static final Required NOBODY = new Required(Set.of(), Set.of());

        public Required {
            tenants = Set.copyOf(tenants);
            backendProfiles = Set.copyOf(backendProfiles);
        }

        public boolean isEmpty() {
            return tenants.isEmpty() && backendProfiles.isEmpty();
        }
    }
}
