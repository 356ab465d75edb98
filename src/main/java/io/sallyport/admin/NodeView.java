package io.sallyport.admin;

import io.sallyport.fleet.Availability;
import io.sallyport.fleet.Fleet;
import io.sallyport.fleet.NodeAsset;
import io.sallyport.fleet.NodeHost;
import io.sallyport.fleet.NodeHost.Approval;
import io.sallyport.fleet.NodeService;
import io.sallyport.fleet.ServiceKind;
import io.sallyport.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A node as operators see it.
///
/// @param state everything taken together
/// @param told what the node says of itself
/// @param ordered what an operator says; `available` for nothing
/// @param memoryMb video memory of all its GPUs; absent when it does not say
/// @param memoryUsedMb of that, in use
record NodeView(
        String id,
        String name,
        String address,
        Availability state,
        Availability told,
        Availability ordered,
        Approval approval,
        Map<String, String> labels,
        List<String> tenants,
        List<NodeServiceView> services,
        List<NodeGpu> gpus,
        Optional<Long> memoryMb,
        Optional<Long> memoryUsedMb,
        Instant registeredAt,
        Instant lastSeen) {

    static NodeView of(NodeHost host, Fleet fleet) {
        List<NodeGpu> gpus = gpus(host.facts());
        return new NodeView(
                host.id(),
                host.name(),
                host.address(),
                fleet.availability(host),
                host.told(),
                host.ordered(),
                host.approval(),
                host.labels(),
                host.tenants(),
                host.services().stream()
                        .map(service -> NodeServiceView.of(service, fleet))
                        .toList(),
                gpus,
                sum(gpus.stream().map(NodeGpu::memoryMb).toList()),
                sum(gpus.stream().map(NodeGpu::memoryUsedMb).toList()),
                host.registeredAt(),
                host.lastSeen());
    }

    private static Optional<Long> sum(List<Optional<Long>> parts) {
        return parts.stream().flatMap(Optional::stream).reduce(Long::sum);
    }

    private static List<NodeGpu> gpus(Json facts) {
        Json gpus = facts.path("resources.gpus");
        return gpus.isArray() ? gpus.elements().stream().map(NodeGpu::of).toList() : List.of();
    }

    /// One graphics card.
    record NodeGpu(String name, Optional<Long> memoryMb, Optional<Long> memoryUsedMb) {
        private static NodeGpu of(Json gpu) {
            return new NodeGpu(
                    gpu.get("name").textOr(""), whole(gpu.get("memory_total_mb")), whole(gpu.get("memory_used_mb")));
        }

        private static Optional<Long> whole(Json number) {
            return number.isNumber() ? Optional.of(number.longOr(0)) : Optional.empty();
        }
    }

    /// One of its model servers.
    ///
    /// @param routable whether calls may go there now
    /// @param p50Ms milliseconds
    record NodeServiceView(
            String id,
            ServiceKind kind,
            String engine,
            String endpoint,
            List<NodeModel> models,
            String health,
            boolean routable,
            Optional<Long> p50Ms,
            Optional<Long> queueDepth,
            Optional<Long> inFlight) {
        private static NodeServiceView of(NodeService service, Fleet fleet) {
            return new NodeServiceView(
                    service.id(),
                    service.kind(),
                    service.engine(),
                    service.endpoint().toString(),
                    service.assets().stream().map(NodeModel::of).toList(),
                    service.state().health(),
                    fleet.service(service.id()).isPresent(),
                    service.observed().p50Ms().map(Math::round),
                    service.observed().queueDepth(),
                    service.observed().inFlight());
        }
    }

    /// One model on it.
    ///
    /// @param loaded whether it is in memory
    record NodeModel(String id, boolean loaded) {
        private static NodeModel of(NodeAsset asset) {
            return new NodeModel(asset.id(), asset.loaded());
        }
    }
}
