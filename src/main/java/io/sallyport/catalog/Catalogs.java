package io.sallyport.catalog;

import io.sallyport.catalog.CatalogTable.AliasRow;
import io.sallyport.catalog.CatalogTable.DeploymentRow;
import io.sallyport.catalog.CatalogTable.PriceRow;
import io.sallyport.catalog.ModelEntry.Deployment;
import io.sallyport.database.Database;
import io.sallyport.json.Json;
import io.sallyport.lang.ModelAlias;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The catalog that holds now. Built from the configuration and the database, checked, then swapped as a whole.
///
/// Errors: what cannot be built leaves the catalog of before in place and comes up.
/// Threads: safe; [#current()] is a field read, the others block.
public final class Catalogs {
    /// Topic of [io.sallyport.database.Changes] for aliases and prices.
    public static final String TOPIC = "catalog";

    private final CatalogTable table;
    private final Prices bundled;
    private volatile Catalog current;
    private List<ModelEntry> configured = List.of();
    private List<PriceEntry> configuredPrices = List.of();
    private RoleCatalog roles = RoleCatalog.EMPTY;
    private List<ModelEntry> stored = List.of();
    private List<PriceEntry> storedPrices = List.of();
    private List<RouteRule> configuredRules = List.of();
    private List<RouteRule> knownRules = List.of();
    private UnaryOperator<RouteRule> names = rule -> rule;

    public Catalogs(Database database, Prices bundled) {
        this.table = database.attach(CatalogTable.class);
        this.bundled = bundled;
        this.current = Catalog.of(List.of(), List.of(), bundled);
    }

    /// Lets rules name tenants and backend profiles; takes effect with the next change or reload.
    ///
    /// @param finder puts ids in the place of names
    public synchronized void findNames(UnaryOperator<RouteRule> finder) {
        names = finder;
    }

    /// The catalog of this moment; a call reads it once.
    public Catalog current() {
        return current;
    }

    /// Takes over what the configuration says, at the start and after each reload of the file.
    public synchronized void configure(List<ModelEntry> aliases, List<PriceEntry> prices) {
        configure(aliases, prices, configuredRules);
    }

    /// The same with rules for every call.
    public synchronized void configure(List<ModelEntry> aliases, List<PriceEntry> prices, List<RouteRule> rules) {
        Catalog next = build(aliases, prices, stored, storedPrices).with(found(rules), found(knownRules));
        configured = List.copyOf(aliases);
        configuredPrices = List.copyOf(prices);
        configuredRules = List.copyOf(rules);
        current = next;
    }

    /// Takes over the roles of the configuration.
    public synchronized void configure(RoleCatalog configuredRoles) {
        roles = configuredRoles;
        current = current.with(roles);
    }

    /// Takes over what the database says, at the start and whenever [#TOPIC] changed.
    public synchronized void reload() {
        List<ModelEntry> aliases = readAliases();
        List<PriceEntry> prices = readPrices();
        List<RouteRule> rules = storedRules();
        Catalog next = build(configured, configuredPrices, aliases, prices).with(found(configuredRules), found(rules));
        stored = aliases;
        storedPrices = prices;
        knownRules = rules;
        current = next;
    }

    /// The catalog as the next [#reload()] would take it over; inside a transaction, with what that changed.
    synchronized Catalog stored() {
        return build(configured, configuredPrices, readAliases(), readPrices())
                .with(found(configuredRules), found(storedRules()));
    }

    /// The rules that the database has now, as operators wrote them.
    List<RouteRule> storedRules() {
        return table.rules().stream()
                .map(row -> RoutingJson.rule(Json.parse(row.rule())))
                .toList();
    }

    /// What the configuration says of an alias, whatever the database puts on top of it.
    public synchronized boolean isConfigured(String alias) {
        return configured.stream().anyMatch(entry -> entry.alias().value().equals(alias));
    }

    /// Whether a rule stands in the configuration.
    synchronized boolean isConfiguredRule(String name) {
        return configuredRules.stream().anyMatch(rule -> rule.name().equals(name));
    }

    /// Every price the program and its configuration bring along, for the history.
    synchronized List<PriceEntry> broughtAlong() {
        Stream<PriceEntry> ofAliases = configured.stream()
                .flatMap(entry -> entry.price().stream()
                        .map(price ->
                                new PriceEntry(PriceEntry.ALIAS, entry.alias().value(), price, PriceEntry.CONFIG)));
        return Stream.of(bundled.entries().stream(), configuredPrices.stream(), ofAliases)
                .flatMap(prices -> prices)
                .toList();
    }

    private Catalog build(
            List<ModelEntry> aliases,
            List<PriceEntry> prices,
            List<ModelEntry> storedAliases,
            List<PriceEntry> storedPrices) {
        return Catalog.of(
                        named(aliases),
                        named(storedAliases),
                        bundled.with(prices).with(storedPrices))
                .with(roles);
    }

    private List<ModelEntry> named(List<ModelEntry> entries) {
        return entries.stream()
                .map(entry -> entry.routing().rules().isEmpty()
                        ? entry
                        : entry.with(entry.routing()
                                .with(entry.routing().rules().stream()
                                        .map(names)
                                        .toList())))
                .toList();
    }

    private List<RouteRule> found(List<RouteRule> rules) {
        return rules.stream().map(names).toList();
    }

    private List<ModelEntry> readAliases() {
        Map<String, List<Deployment>> deployments = new HashMap<>();
        for (DeploymentRow row : table.deployments()) {
            deployments
                    .computeIfAbsent(row.alias(), alias -> new ArrayList<>())
                    .add(new Deployment(row.backend(), row.upstreamModel(), row.weight(), row.rank()));
        }
        return table.aliases().stream()
                .map(row -> entry(row, deployments.getOrDefault(row.alias(), List.of())))
                .toList();
    }

    private static ModelEntry entry(AliasRow row, List<Deployment> deployments) {
        return new ModelEntry(
                new ModelAlias(row.alias()),
                row.type(),
                deployments,
                row.contextWindow(),
                row.maxOutputTokens(),
                row.modalities(),
                row.supportsTools(),
                row.price().map(Json::parse).map(PriceJson::perMillion),
                row.exposeReasoning(),
                row.enabled(),
                Json.parse(row.metadata()).fields().stream()
                        .collect(Collectors.toMap(
                                Json.Field::name, field -> field.value().text())),
                RoutingJson.read(Json.parse(row.routing())),
                ModelEntry.ADMIN);
    }

    private List<PriceEntry> readPrices() {
        return table.latestPrices().stream()
                .filter(row ->
                        row.source().equals(PriceEntry.ADMIN) && !row.kind().equals(PriceEntry.ALIAS))
                .flatMap(row -> row.price().stream().map(price -> entry(row, price)))
                .toList();
    }

    private static PriceEntry entry(PriceRow row, String price) {
        return new PriceEntry(row.kind(), row.model(), PriceJson.perMillion(Json.parse(price)), PriceEntry.ADMIN);
    }
}
