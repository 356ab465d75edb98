package io.sallyport.fleet;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/// A model server on a node, as the node tells of it.
///
/// @param id unique; begins with the id of its host
/// @param engine such as `ollama`; empty when unknown
/// @param endpoint where the gateway finds it; checked against the address rules
public record NodeService(
        String id,
        String host,
        ServiceKind kind,
        String engine,
        URI endpoint,
        List<NodeAsset> assets,
        ServiceState state,
        Observed observed) {

    /// How a service is.
    ///
    /// @param health `healthy`, or what is wrong with it
    /// @param loadState such as `loaded`
    /// @param acceptsRequests whether it takes new calls
    public record ServiceState(String health, String loadState, Availability availability, boolean acceptsRequests) {
        /// What is assumed of a service whose node says nothing.
        public static final ServiceState FINE = new ServiceState("healthy", "", Availability.AVAILABLE, true);

        boolean takesCalls() {
            return acceptsRequests && availability.takesCalls() && health.equals("healthy");
        }
    }

    public NodeService {
        assets = List.copyOf(assets);
    }

    /// Whether it can be called, as far as it depends on the service itself.
    boolean takesCalls() {
        return state.takesCalls() && !assets.isEmpty();
    }

    /// The models it can run.
    public List<String> models() {
        return assets.stream().map(NodeAsset::id).toList();
    }

    public Optional<NodeAsset> asset(String id) {
        return assets.stream().filter(asset -> asset.id().equals(id)).findFirst();
    }

    /// The model for callers that name only the service: one that is loaded, else the first.
    public Optional<NodeAsset> usual() {
        return assets.stream()
                .filter(NodeAsset::loaded)
                .findFirst()
                .or(() -> assets.stream().findFirst());
    }

    /// The same without what changes with every heartbeat.
    NodeService withoutNumbers() {
        return new NodeService(id, host, kind, engine, endpoint, assets, state, Observed.NOTHING);
    }

    NodeService at(URI address) {
        return new NodeService(id, host, kind, engine, address, assets, state, observed);
    }

    NodeService with(ServiceState other, List<NodeAsset> models, Observed measured) {
        return new NodeService(id, host, kind, engine, endpoint, models, other, measured);
    }
}
