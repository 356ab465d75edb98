package io.sallyport.fleet;

import io.sallyport.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A machine with model servers on it, as it registered and as operators treat it.
///
/// @param id unique; chosen by the node
/// @param owner which node key it shows; no other may speak for it
/// @param approval whether an operator, or the settings, let it serve
/// @param told what the node says of itself
/// @param ordered what an operator says; `available` for nothing
/// @param labels words about it, such as `trust_tier`
/// @param facts further JSON the node tells, such as its GPUs
/// @param tenants whose calls it may serve; empty for all
/// @param lastSeen time of the last sign of life, by the clock of the gateway
/// @param returnedAt since when it is back after it had been silent; the epoch when it never was
/// @param signedAt when, by its own clock, it signed what was heard last; the epoch where it does not sign
public record NodeHost(
        String id,
        String name,
        String address,
        String owner,
        Approval approval,
        Availability told,
        Availability ordered,
        Map<String, String> labels,
        Json facts,
        List<String> tenants,
        List<NodeService> services,
        Instant registeredAt,
        Instant lastSeen,
        Instant returnedAt,
        Instant signedAt) {
    public static final String TRUST_TIER = "trust_tier";
    public static final String DEVICE_CLASS = "device_class";
    public static final String WORKLOAD_CLASSES = "workload_classes";
    public static final String OWNERSHIP = "ownership";

    /// Whether a host may serve.
    public enum Approval {
        PENDING,
        APPROVED
    }

    public NodeHost {
        labels = Map.copyOf(labels);
        tenants = List.copyOf(tenants);
        services = List.copyOf(services);
    }

    /// Whether it was silent for too long.
    public boolean isStale(Instant now, Duration staleAfter) {
        return lastSeen.plus(staleAfter).isBefore(now);
    }

    /// How it is, everything taken together.
    ///
    /// One that had been silent has to be heard of twice before it counts again: flapping machines serve
    /// nobody.
    public Availability availability(Instant now, Duration staleAfter) {
        boolean isBack = returnedAt.equals(Instant.EPOCH) || lastSeen.isAfter(returnedAt);
        Availability seen = isStale(now, staleAfter) || !isBack ? Availability.OFFLINE : told;
        return seen.and(ordered);
    }

    public Optional<String> label(String name) {
        return Optional.ofNullable(labels.get(name));
    }

    public boolean isOfAnEmployee() {
        return label(OWNERSHIP).filter("employee"::equals).isPresent();
    }

    /// What it does as a list of words; empty when it does not say.
    public List<String> workloadClasses() {
        return label(WORKLOAD_CLASSES).stream()
                .flatMap(text -> List.of(text.split(",")).stream())
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toList();
    }

    NodeHost seenAt(Instant time, Instant returned, Instant signed) {
        return new NodeHost(
                id,
                name,
                address,
                owner,
                approval,
                told,
                ordered,
                labels,
                facts,
                tenants,
                services,
                registeredAt,
                time,
                returned,
                signed);
    }

    NodeHost saying(Availability said, Json otherFacts, List<NodeService> otherServices) {
        return new NodeHost(
                id,
                name,
                address,
                owner,
                approval,
                said,
                ordered,
                labels,
                otherFacts,
                tenants,
                otherServices,
                registeredAt,
                lastSeen,
                returnedAt,
                signedAt);
    }

    /// The same without what changes with every heartbeat.
    NodeHost withoutNumbers() {
        List<NodeService> still =
                services.stream().map(NodeService::withoutNumbers).toList();
        return saying(told, Json.NULL, still).seenAt(Instant.EPOCH, returnedAt, Instant.EPOCH);
    }
}
