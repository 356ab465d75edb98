package io.sallyport.routing;

import io.sallyport.fleet.Fleet;
import io.sallyport.fleet.NodeAsset;
import io.sallyport.fleet.NodeService;
import io.sallyport.provider.Backend;
import io.sallyport.provider.Upstream;
import java.util.List;
import java.util.Optional;

/// Finds services of nodes by the names callers give them.
final class NodePlaces {
    private NodePlaces() {}

    /// A place on a node: a service and one of its models.
    record Place(String service, String model) {}

    /// What `service` or `service/model` names; ids of services have slashes of their own.
    static Optional<Place> named(Fleet fleet, String asked) {
        for (int end = asked.length(); end > 0; end = asked.lastIndexOf('/', end - 1)) {
            Optional<NodeService> service = fleet.service(asked.substring(0, end));
            if (service.isPresent()) {
                return model(service.get(), asked, end)
                        .map(model -> new Place(service.get().id(), model));
            }
        }
        return Optional.empty();
    }

    private static Optional<String> model(NodeService service, String asked, int end) {
        return end == asked.length()
                ? service.usual().map(NodeAsset::id)
                : service.asset(asked.substring(end + 1)).map(NodeAsset::id);
    }

    /// Nodes name their models themselves, so they get no calls of a model that an operator's backend has.
    static List<Upstream> behindOperators(List<Upstream> having) {
        List<Upstream> ofOperators = having.stream()
                .filter(upstream -> !upstream.backend().source().equals(Backend.NODE))
                .toList();
        return ofOperators.isEmpty() ? having : ofOperators;
    }
}
