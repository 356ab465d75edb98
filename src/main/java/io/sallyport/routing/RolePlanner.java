package io.sallyport.routing;

import io.sallyport.catalog.Catalog;
import io.sallyport.catalog.RoleEntry;
import io.sallyport.catalog.RolePolicy;
import io.sallyport.catalog.RolePolicy.Devices;
import io.sallyport.catalog.RolePolicy.Loaded;
import io.sallyport.fleet.Fleet;
import io.sallyport.fleet.NodeAsset;
import io.sallyport.fleet.NodeHost;
import io.sallyport.fleet.NodeService;
import io.sallyport.identity.AllowList;
import io.sallyport.inference.Operation;
import io.sallyport.provider.Backends;
import io.sallyport.provider.Inventory;
import io.sallyport.provider.Upstream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Finds the places that may serve a model role, those to be tried first in front.
///
/// Source: requirements RO19 to RO21.
/// Threads: immutable; of one moment of backends and nodes.
final class RolePlanner {
    private static final int EVEN = 100;

    /// Room for the preferences of one role before those of its fallback begin.
    private static final int STEP = 10;

    private final Catalog catalog;
    private final Backends backends;
    private final Inventory inventory;
    private final Fleet fleet;

    RolePlanner(Catalog catalog, Backends backends, Inventory inventory, Fleet fleet) {
        this.catalog = catalog;
        this.backends = backends;
        this.inventory = inventory;
        this.fleet = fleet;
    }

    /// A place, and what is known of it.
    ///
    /// @param service of a node; empty for other backends
    private record Candidate(Target target, Optional<NodeService> service, Optional<NodeHost> host) {
        Optional<NodeAsset> asset() {
            return service.flatMap(known -> known.asset(target.model()));
        }

        /// Vendors keep their models ready; of a node we know.
        boolean isLoaded() {
            return asset().map(NodeAsset::loaded).orElse(true);
        }
    }

    /// The places of a role and of those that stand in for it, by order.
    List<Target> targets(RoleEntry role, Operation operation) {
        List<Target> targets = new ArrayList<>();
        int order = 0;
        for (RoleEntry next : catalog.roles().chain(role)) {
            if (next.fits(operation)) {
                for (Candidate candidate : pool(next, operation)) {
                    add(targets, candidate.target(), order + rank(next.routing(), candidate));
                }
                order += STEP;
            }
        }
        return List.copyOf(targets);
    }

    private static void add(List<Target> targets, Target target, int order) {
        if (targets.stream().noneMatch(known -> known.id().equals(target.id()))) {
            targets.add(new Target(target.upstream(), target.model(), target.weight(), order, target.price()));
        }
    }

    /// How many places of a role there are now, and how many of them have their model in memory.
    Standing standing(RoleEntry role) {
        List<Candidate> pool = pool(role, role.operation());
        long loaded = pool.stream().filter(Candidate::isLoaded).count();
        Optional<Double> best = pool.stream()
                .flatMap(candidate -> candidate
                        .service()
                        .flatMap(service -> service.observed().p50Ms())
                        .stream())
                .min(Double::compare);
        return new Standing(pool.size(), (int) loaded, best);
    }

    /// What there is for a role or a service now.
    ///
    /// @param bestMs milliseconds of the fastest; empty when nobody measured
    record Standing(int healthy, int loaded, Optional<Double> bestMs) {}

    private List<Candidate> pool(RoleEntry role, Operation operation) {
        List<Candidate> eligible = candidates(operation).stream()
                .filter(candidate -> isEligible(role.routing(), candidate))
                .toList();
        for (String family : role.routing().preferredFamilies()) {
            List<Candidate> ofFamily = eligible.stream()
                    .filter(candidate -> isOfFamily(candidate, family))
                    .toList();
            if (!ofFamily.isEmpty()) {
                return ofFamily;
            }
        }
        return eligible;
    }

    private List<Candidate> candidates(Operation operation) {
        List<Candidate> candidates = new ArrayList<>();
        for (Upstream upstream : backends.enabled()) {
            Optional<NodeService> service = fleet.service(upstream.name());
            if (fleet.serves(upstream.name(), operation)) {
                Optional<NodeHost> host = service.flatMap(known -> fleet.host(known.host()));
                inventory.models(upstream.backend()).stream()
                        .filter(model -> backends.takes(upstream.name(), model))
                        .forEach(model -> candidates.add(new Candidate(target(upstream, model), service, host)));
            }
        }
        return candidates;
    }

    private Target target(Upstream upstream, String model) {
        return new Target(
                upstream, model, EVEN, 0, catalog.prices().of(upstream.backend().kind(), model));
    }

    private boolean isEligible(RolePolicy policy, Candidate candidate) {
        return isNamed(policy, candidate.target())
                && (policy.loaded() == Loaded.OR_NOT || candidate.isLoaded())
                && policy.minContext()
                        .flatMap(least -> context(candidate).filter(window -> window < least))
                        .isEmpty()
                && suits(policy, candidate.host());
    }

    private static boolean isNamed(RolePolicy policy, Target target) {
        return policy.models().isEmpty() || Names.of(target).anyMatch(AllowList.of(policy.models())::allows);
    }

    /// Backends that are no nodes have no labels: they pass where nothing particular is asked for.
    private static boolean suits(RolePolicy policy, Optional<NodeHost> host) {
        List<String> works = host.map(NodeHost::workloadClasses).orElse(List.of());
        return policy.trust().allows(host.flatMap(known -> known.label(NodeHost.TRUST_TIER)))
                && (policy.deviceClasses().isEmpty()
                        || host.flatMap(known -> known.label(NodeHost.DEVICE_CLASS))
                                .filter(policy.deviceClasses()::contains)
                                .isPresent())
                && (policy.workloadClasses().isEmpty()
                        || works.isEmpty()
                        || works.stream().anyMatch(policy.workloadClasses()::contains))
                && (policy.employeeDevices() == Devices.EMPLOYEES_TOO
                        || host.filter(NodeHost::isOfAnEmployee).isEmpty());
    }

    /// The window of a model, from its node or from an alias that names it; empty when nobody knows.
    private Optional<Long> context(Candidate candidate) {
        return candidate
                .asset()
                .flatMap(NodeAsset::context)
                .or(() -> catalog.entries().stream()
                        .filter(entry -> entry.deployments().stream()
                                .anyMatch(deployment -> (deployment.backend() + "/" + deployment.model())
                                        .equals(candidate.target().id())))
                        .flatMap(entry -> entry.contextWindow().stream())
                        .findFirst());
    }

    private static boolean isOfFamily(Candidate candidate, String family) {
        String wanted = bare(family);
        return bare(candidate.asset().map(NodeAsset::family).orElse("")).contains(wanted)
                || bare(candidate.target().model()).contains(wanted);
    }

    /// `Qwen3`, `qwen-3` and `qwen3:8b` are of one family.
    private static String bare(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }

    /// Labels first, then windows that are known to be large enough.
    private int rank(RolePolicy policy, Candidate candidate) {
        boolean isLabelled = policy.preferredLabels().isEmpty()
                || candidate
                        .host()
                        .filter(host -> hasLabel(host, policy.preferredLabels()))
                        .isPresent();
        boolean isSure = policy.minContext().isEmpty() || context(candidate).isPresent();
        return (isLabelled ? 0 : 2) + (isSure ? 0 : 1);
    }

    private static boolean hasLabel(NodeHost host, List<String> wanted) {
        return host.labels().entrySet().stream()
                .anyMatch(label -> wanted.contains(label.getKey())
                        || wanted.contains(label.getValue())
                        || wanted.contains(label.getKey() + "=" + label.getValue()));
    }
}
