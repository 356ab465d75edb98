package io.sallyport.catalog;

import io.sallyport.catalog.ModelEntry.Deployment;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Every model alias, every model role and every price at one moment.
///
/// Threads: immutable; a call reads it once and keeps it to its end, so a price cannot change under a running
/// call.
public final class Catalog {
    public static final Catalog EMPTY = of(List.of(), List.of(), Prices.NONE);

    private final Map<String, ModelEntry> byAlias;
    private final Prices prices;
    private final RoleCatalog roles;
    private final List<RouteRule> rules;

    private Catalog(Map<String, ModelEntry> byAlias, Prices prices, RoleCatalog roles, List<RouteRule> rules) {
        this.byAlias = byAlias;
        this.prices = prices;
        this.roles = roles;
        this.rules = rules;
    }

    /// Merges the entries of the configuration with those of the database, which win.
    ///
    /// Errors: IllegalArgumentException when one side names an alias twice.
    public static Catalog of(Collection<ModelEntry> configured, Collection<ModelEntry> stored, Prices prices) {
        Map<String, ModelEntry> merged = byAlias(configured);
        merged.putAll(byAlias(stored));
        return new Catalog(merged, prices, RoleCatalog.EMPTY, List.of());
    }

    /// The same with other roles.
    public Catalog with(RoleCatalog others) {
        return new Catalog(byAlias, prices, others, rules);
    }

    /// The same with rules for every call; those of the database take the place of configured ones of their
    /// name.
    public Catalog with(Collection<RouteRule> configured, Collection<RouteRule> stored) {
        Map<String, RouteRule> merged = new TreeMap<>();
        configured.forEach(rule -> merged.put(rule.name(), rule));
        stored.forEach(rule -> merged.put(rule.name(), rule));
        List<RouteRule> ordered = merged.values().stream()
                .sorted(Comparator.comparingInt(RouteRule::position))
                .toList();
        return new Catalog(byAlias, prices, roles, ordered);
    }

    private static Map<String, ModelEntry> byAlias(Collection<ModelEntry> entries) {
        Map<String, ModelEntry> found = new TreeMap<>();
        for (ModelEntry entry : entries) {
            if (found.put(entry.alias().value(), entry) != null) {
                throw new IllegalArgumentException("the alias " + entry.alias() + " is there twice");
            }
        }
        return found;
    }

    /// The entry a client's word stands for; empty when there is none or it is disabled.
    public Optional<ModelEntry> find(String alias) {
        return Optional.ofNullable(byAlias.get(alias)).filter(ModelEntry::enabled);
    }

    /// Whether a word is an alias that must not be asked for, whatever backends call their models.
    public boolean isDisabled(String alias) {
        ModelEntry entry = byAlias.get(alias);
        return entry != null && !entry.enabled();
    }

    /// Every entry, disabled ones too, by name.
    public List<ModelEntry> entries() {
        return List.copyOf(byAlias.values());
    }

    /// What a call by way of this entry costs: the entry's own price, else the one of the upstream model.
    ///
    /// @param kind word of the backend's provider
    public Optional<Price> price(ModelEntry entry, String kind, Deployment deployment) {
        return entry.price().or(() -> prices.of(kind, deployment.model()));
    }

    /// The model roles.
    public RoleCatalog roles() {
        return roles;
    }

    /// The rules that are asked of every call, in order.
    public List<RouteRule> rules() {
        return rules;
    }

    /// The aliases whose fallbacks would go in a circle if this entry were here, as `a, b, a`; empty when none
    /// do.
    public Optional<String> cycleWith(ModelEntry entry) {
        Map<String, ModelEntry> entries = new TreeMap<>(byAlias);
        entries.put(entry.alias().value(), entry);
        return FallbackCycle.from(entry.alias().value(), entries);
    }

    /// The price table, for models that are reached without an alias.
    public Prices prices() {
        return prices;
    }
}
