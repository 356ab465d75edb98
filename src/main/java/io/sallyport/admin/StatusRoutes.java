package io.sallyport.admin;

import static io.sallyport.identity.Permission.OPERATE;

import io.sallyport.admin.StatusCheck.Component;
import io.sallyport.admin.StatusCheck.State;
import io.sallyport.door.JsonRoute;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// How the gateway and everything it depends on does, for operators (requirement AP1).
public final class StatusRoutes {
    private final List<StatusCheck> checks;
    private final Program program;
    private final Instant started;
    private final Clock clock;

    public StatusRoutes(List<StatusCheck> checks, Program program, Clock clock) {
        this.checks = List.copyOf(checks);
        this.program = program;
        this.started = clock.instant();
        this.clock = clock;
    }

    /// What runs.
    ///
    /// @param instance id of this one
    /// @param instances all that share the database
    public record Program(String version, String instance, Supplier<List<Instance>> instances) {}

    /// One of the instances that share the database.
    ///
    /// @param version of its program; empty for one that is too old to say, as the others are
    /// @param settings a digest of its settings, the same for the same settings
    /// @param changes how many changes of the database it has taken over
    public record Instance(String id, Optional<String> version, Optional<String> settings, Optional<Long> changes) {}

    public List<JsonRoute> list() {
        return List.of(JsonRoute.get(
                OPERATE,
                "/admin/api/status",
                "Show how the gateway and what it depends on does",
                StatusView.class,
                _ -> status()));
    }

    private StatusView status() {
        List<Component> components =
                checks.stream().flatMap(check -> check.look().stream()).toList();
        boolean isFine = components.stream().noneMatch(component -> component.state() == State.DOWN);
        return new StatusView(
                isFine ? Overall.OK : Overall.DEGRADED,
                program.version(),
                started,
                Duration.between(started, clock.instant()).toSeconds(),
                program.instance(),
                views(program.instances().get()),
                components.stream().map(StatusRoutes::view).toList());
    }

    private static List<InstanceView> views(List<Instance> instances) {
        long newest = instances.stream()
                .flatMap(instance -> instance.changes().stream())
                .mapToLong(Long::longValue)
                .max()
                .orElse(0);
        return instances.stream()
                .map(instance -> new InstanceView(
                        instance.id(),
                        instance.version(),
                        instance.settings(),
                        instance.changes(),
                        newest - instance.changes().orElse(newest)))
                .toList();
    }

    private static ComponentView view(Component component) {
        return new ComponentView(
                component.name(),
                component.kind(),
                component.state(),
                component.detail(),
                component.latency().map(Duration::toMillis));
    }

    /// All in one word.
    enum Overall {
        OK,
        DEGRADED
    }

    /// The gateway and what it depends on.
    ///
    /// @param instance id of the instance that answers
    /// @param instances all that share the database
    record StatusView(
            Overall status,
            String version,
            Instant startedAt,
            long uptimeSeconds,
            String instance,
            List<InstanceView> instances,
            List<ComponentView> components) {}

    /// An [Instance] as operators see it.
    ///
    /// @param behind how many fewer those are than another instance has
    record InstanceView(
            String id, Optional<String> version, Optional<String> settings, Optional<Long> changes, long behind) {}

    /// One thing the gateway depends on.
    record ComponentView(String name, String kind, State status, String detail, Optional<Long> latencyMs) {}
}
