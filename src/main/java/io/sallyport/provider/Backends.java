package io.sallyport.provider;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Every configured backend at one moment, in the order of the configuration.
///
/// Threads: immutable.
public final class Backends {
    private final Map<String, Upstream> byName;
    private final List<Upstream> enabled;
    private final Set<String> outOfService;

    private Backends(Map<String, Upstream> byName, Set<String> outOfService) {
        this.byName = byName;
        this.outOfService = outOfService;
        this.enabled = byName.values().stream().filter(this::isIn).toList();
    }

    /// The same without what operators took out of service.
    ///
    /// @param names of backends, and `backend/model` for single models
    public Backends without(Set<String> names) {
        return new Backends(byName, Set.copyOf(names));
    }

    /// Whether a model of an enabled backend takes calls.
    public boolean takes(String backend, String model) {
        return outOfService.isEmpty() || !outOfService.contains(backend + "/" + model);
    }

    private boolean isIn(Upstream upstream) {
        return upstream.backend().enabled() && !outOfService.contains(upstream.name());
    }

    /// Joins backends with the providers of their kinds.
    ///
    /// Errors: IllegalArgumentException for an unknown kind or a name that stands twice.
    public static Backends of(Collection<Backend> backends, Map<String, Provider> providers) {
        Map<String, Upstream> byName = new LinkedHashMap<>();
        for (Backend backend : backends) {
            Provider provider = providers.get(backend.kind());
            if (provider == null) {
                throw new IllegalArgumentException("backend '" + backend.name() + "' has the unknown kind '"
                        + backend.kind() + "'; known are " + String.join(", ", providers.keySet()));
            }
            if (byName.put(backend.name(), new Upstream(backend, provider)) != null) {
                throw new IllegalArgumentException("the backend name '" + backend.name() + "' stands twice");
            }
        }
        return new Backends(byName, Set.of());
    }

    /// An enabled backend by name.
    public Optional<Upstream> find(String name) {
        return Optional.ofNullable(byName.get(name)).filter(this::isIn);
    }

    /// Every enabled backend.
    public List<Upstream> enabled() {
        return enabled;
    }

    /// The same without those of a source.
    public Backends notFrom(String source) {
        Map<String, Upstream> rest = new LinkedHashMap<>(byName);
        rest.values().removeIf(upstream -> upstream.backend().source().equals(source));
        return new Backends(rest, outOfService);
    }

    /// Every backend, disabled ones too.
    public List<Backend> all() {
        return byName.values().stream().map(Upstream::backend).toList();
    }
}
