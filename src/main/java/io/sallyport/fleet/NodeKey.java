package io.sallyport.fleet;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A key of a node, or a token that a node exchanges for one, without its secret.
///
/// @param host the only host it may speak for; empty until one has shown it
/// @param preview how it is shown to operators
/// @param rights what a host that shows it may do
/// @param usedAt when a token was exchanged
/// @param signs whether its node has a key pair of its own and signs what it sends
public record NodeKey(
        String id,
        Kind kind,
        String name,
        Optional<String> host,
        String preview,
        Rights rights,
        String createdBy,
        Instant createdAt,
        Optional<Instant> expiresAt,
        Optional<Instant> usedAt,
        Optional<Instant> revokedAt,
        boolean signs) {

    /// What it is for.
    public enum Kind {
        KEY,
        TOKEN
    }

    /// What a host may do.
    ///
    /// @param models names and globs it may offer
    /// @param tenants whom it serves; empty for all
    /// @param labels what operators say about it; wins over what it says itself
    public record Rights(List<String> models, List<String> tenants, Map<String, String> labels) {
        public static final Rights ALL = new Rights(List.of("*"), List.of(), Map.of());

        public Rights {
            models = List.copyOf(models);
            tenants = List.copyOf(tenants);
            labels = Map.copyOf(labels);
        }
    }
}
