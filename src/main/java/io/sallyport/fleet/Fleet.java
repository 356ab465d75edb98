package io.sallyport.fleet;

import io.sallyport.inference.Operation;
import io.sallyport.lang.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Every node at one moment, and what of them can be called.
///
/// Threads: immutable.
public final class Fleet {
    public static final Fleet NONE = of(List.of(), Instant.EPOCH, Duration.ZERO, 0);

    private final Map<String, NodeHost> hosts;
    private final Map<String, NodeService> callable;
    private final Map<String, Availability> availabilities;
    private final long generation;
    private final boolean isTenanted;

    private Fleet(
            Map<String, NodeHost> hosts,
            Map<String, NodeService> callable,
            Map<String, Availability> availabilities,
            long generation) {
        this.hosts = hosts;
        this.callable = callable;
        this.availabilities = availabilities;
        this.generation = generation;
        this.isTenanted =
                hosts.values().stream().anyMatch(host -> !host.tenants().isEmpty());
    }

    /// @param generation grows with every change that matters to routes
    public static Fleet of(Collection<NodeHost> hosts, Instant now, Duration staleAfter, long generation) {
        Map<String, NodeHost> byId = new TreeMap<>();
        Map<String, NodeService> callable = new TreeMap<>();
        Map<String, Availability> availabilities = new TreeMap<>();
        for (NodeHost host : hosts) {
            Availability availability = host.availability(now, staleAfter);
            byId.put(host.id(), host);
            availabilities.put(host.id(), availability);
            if (host.approval() == NodeHost.Approval.APPROVED && availability.takesCalls()) {
                host.services().stream()
                        .filter(NodeService::takesCalls)
                        .forEach(service -> callable.put(service.id(), service));
            }
        }
        return new Fleet(byId, callable, availabilities, generation);
    }

    /// Every host, by id.
    public List<NodeHost> hosts() {
        return List.copyOf(hosts.values());
    }

    public Optional<NodeHost> host(String id) {
        return Optional.ofNullable(hosts.get(id));
    }

    /// How a host is, everything taken together.
    public Availability availability(NodeHost host) {
        return availabilities.getOrDefault(host.id(), Availability.OFFLINE);
    }

    /// Every service that can be called now, by id.
    public List<NodeService> callable() {
        return List.copyOf(callable.values());
    }

    /// A service that can be called now.
    public Optional<NodeService> service(String id) {
        return Optional.ofNullable(callable.get(id));
    }

    /// Whether a call of this kind may go to a backend; for those that are no service of a node there is
    /// nothing to say against it.
    public boolean serves(String backend, Operation operation) {
        NodeService service = callable.get(backend);
        return service == null || service.kind().serves(operation);
    }

    /// Whether any host may serve some tenants only.
    public boolean isTenanted() {
        return isTenanted;
    }

    /// Whether a backend may serve a tenant, as far as it depends on nodes.
    public boolean isOpenTo(String backend, TenantId tenant) {
        NodeService service = callable.get(backend);
        return service == null
                || host(service.host())
                        .filter(host ->
                                host.tenants().isEmpty() || host.tenants().contains(tenant.value()))
                        .isPresent();
    }

    /// Grows with every change that matters to routes; what was worked out under an older number is void.
    public long generation() {
        return generation;
    }

    /// Whether routes made for the other one hold for this one.
    boolean leadsLike(Fleet other) {
        return still().equals(other.still());
    }

    private Map<String, Object> still() {
        return callable.values().stream()
                .collect(Collectors.toMap(
                        NodeService::id, service -> List.of(service.withoutNumbers(), about(service))));
    }

    private Object about(NodeService service) {
        NodeHost host = hosts.get(service.host());
        return host == null ? "" : List.of(host.labels(), host.tenants());
    }
}
