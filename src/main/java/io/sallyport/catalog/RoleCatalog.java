package io.sallyport.catalog;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Every model role at one moment, in the order of the configuration.
///
/// Threads: immutable.
public final class RoleCatalog {
    public static final RoleCatalog EMPTY = of(List.of());

    private final Map<String, RoleEntry> byId;

    private RoleCatalog(Map<String, RoleEntry> byId) {
        this.byId = byId;
    }

    /// Errors: IllegalArgumentException when a role is there twice.
    public static RoleCatalog of(Collection<RoleEntry> roles) {
        Map<String, RoleEntry> byId = new LinkedHashMap<>();
        for (RoleEntry role : roles) {
            if (byId.put(role.id(), role) != null) {
                throw new IllegalArgumentException("the role " + role.id() + " is there twice");
            }
        }
        return new RoleCatalog(byId);
    }

    public Optional<RoleEntry> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /// The role that a client's word in `model` means, alone or behind [RoleEntry#PREFIX].
    public Optional<RoleEntry> named(String asked) {
        return find(asked.startsWith(RoleEntry.PREFIX) ? asked.substring(RoleEntry.PREFIX.length()) : asked);
    }

    public List<RoleEntry> all() {
        return List.copyOf(byId.values());
    }

    /// A role and those that stand in for it, nearest first, each once: roles that name each other end nothing.
    public List<RoleEntry> chain(RoleEntry role) {
        Map<String, RoleEntry> chain = new LinkedHashMap<>();
        List<RoleEntry> waiting = new ArrayList<>(List.of(role));
        while (!waiting.isEmpty()) {
            RoleEntry next = waiting.removeFirst();
            if (chain.putIfAbsent(next.id(), next) == null) {
                next.routing().fallbackRoles().forEach(id -> find(id).ifPresent(waiting::add));
            }
        }
        return List.copyOf(chain.values());
    }
}
