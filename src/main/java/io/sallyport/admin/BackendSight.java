package io.sallyport.admin;

import io.sallyport.admin.StatusCheck.Component;
import io.sallyport.admin.StatusCheck.State;
import io.sallyport.provider.Backend;
import io.sallyport.provider.Backends;
import io.sallyport.provider.Listing;
import io.sallyport.routing.HealthBoard;
import io.sallyport.routing.HealthBoard.Health;
import io.sallyport.routing.Probes;
import io.sallyport.routing.Probes.Probed;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// What this instance knows of the backends it uses: probes, failures, rests.
///
/// @param running the backends of this moment
public record BackendSight(Supplier<Backends> running, Probes probes, HealthBoard health) implements StatusCheck {
    @Override
    public List<Component> look() {
        return running.get().all().stream().map(this::component).toList();
    }

    /// A backend of this instance, in use or not.
    Optional<Backend> find(String name) {
        return running.get().all().stream()
                .filter(backend -> backend.name().equals(name))
                .findFirst();
    }

    Component component(Backend backend) {
        Optional<Listing> last = probes.last(backend.name()).map(Probed::listing);
        return new Component(
                backend.name(),
                "backend",
                state(backend, last),
                last.map(Listing::detail).orElse("it was not asked yet"),
                last.map(Listing::latency));
    }

    private static State state(Backend backend, Optional<Listing> last) {
        if (!backend.enabled()) {
            return State.DISABLED;
        }
        return last.map(listing -> listing.isAlive() ? State.UP : State.DOWN).orElse(State.UNKNOWN);
    }

    /// The targets of a backend that failed lately, by name.
    List<Map.Entry<String, Health>> failing(String backend) {
        return health.failing().entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(backend + "/"))
                .toList();
    }
}
