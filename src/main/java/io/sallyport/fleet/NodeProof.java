package io.sallyport.fleet;

import java.time.Instant;
import java.util.Optional;

/// Who a node has proven to be.
///
/// @param owner id of its key; `static` for keys of the configuration, `anyone` where none is needed
/// @param host the only host it may speak for; empty for any
/// @param rights what it may do
/// @param signedAt when it signed what it sends, by its own clock; empty where its key is all it has
public record NodeProof(String owner, Optional<String> host, NodeKey.Rights rights, Optional<Instant> signedAt) {
    /// Shown a key of the configuration.
    public static final NodeProof STATIC =
            new NodeProof("static", Optional.empty(), NodeKey.Rights.ALL, Optional.empty());

    /// Shown nothing, where nothing is asked for.
    public static final NodeProof ANYONE =
            new NodeProof("anyone", Optional.empty(), NodeKey.Rights.ALL, Optional.empty());

    /// Whether an operator made the key for a node, and so knows of it.
    boolean isNamed() {
        return !owner.equals(STATIC.owner) && !owner.equals(ANYONE.owner);
    }
}
