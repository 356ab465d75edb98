package io.sallyport.catalog;

import io.sallyport.catalog.CatalogTable.AliasRow;
import io.sallyport.catalog.CatalogTable.DeploymentRow;
import io.sallyport.catalog.CatalogTable.PriceRow;
import io.sallyport.database.Database;
import io.sallyport.database.Transaction;
import io.sallyport.json.JsonCodec;
import io.sallyport.lang.Refusal;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// The aliases operators add, change and take away. On an alias of the configuration they lay an overlay;
/// without it the configured entry holds again.
///
/// Errors: the refusals `alias_exists`, `alias_not_found` and `fallback_cycle`.
/// Threads: safe; every method blocks. A change holds here at once, on other instances within a second.
public final class ModelAliases {
    private final Database database;
    private final Catalogs catalogs;
    private final Clock clock;

    public ModelAliases(Database database, Catalogs catalogs, Clock clock) {
        this.database = database;
        this.catalogs = catalogs;
        this.clock = clock;
    }

    /// Every alias, configured ones too, by name.
    public List<ModelEntry> all() {
        return catalogs.stored().entries();
    }

    public ModelEntry get(String alias) {
        return all().stream()
                .filter(entry -> entry.alias().value().equals(alias))
                .findFirst()
                .orElseThrow(() -> notFound(alias));
    }

    /// Adds an alias, or an overlay on one of the configuration.
    public void add(ModelEntry entry) {
        change(entry, (table, row) -> {
            if (table.insert(row) == 0) {
                throw new Refusal.Conflict("alias_exists", "The alias '" + row.alias() + "' exists already.")
                        .asException();
            }
        });
    }

    /// Puts an entry in the place of another; on an alias of the configuration this makes the overlay.
    public void replace(ModelEntry entry) {
        get(entry.alias().value());
        change(entry, (table, row) -> {
            if (table.update(row) == 0) {
                table.insert(row);
            }
        });
    }

    /// Takes away what operators added; a configured entry below it holds again.
    public void remove(String alias) {
        database.useTransaction(transaction -> {
            CatalogTable table = transaction.attach(CatalogTable.class);
            if (table.delete(alias) == 0) {
                throw catalogs.isConfigured(alias) ? configured(alias) : notFound(alias);
            }
            keepPrice(table, alias, Optional.empty());
            transaction.bump(Catalogs.TOPIC, catalogs::reload);
        });
    }

    private void change(ModelEntry entry, Writing writing) {
        catalogs.stored().cycleWith(entry).ifPresent(cycle -> {
            throw new Refusal.Conflict("fallback_cycle", "The fallbacks go in a circle: " + cycle + ".").asException();
        });
        database.useTransaction(transaction -> write(transaction, entry, writing));
    }

    private void write(Transaction transaction, ModelEntry entry, Writing writing) {
        CatalogTable table = transaction.attach(CatalogTable.class);
        AliasRow row = row(entry);
        writing.write(table, row);
        table.clearDeployments(row.alias());
        deployments(entry).forEach(table::insertDeployment);
        keepPrice(table, row.alias(), row.price());
        transaction.bump(Catalogs.TOPIC, catalogs::reload);
    }

    private void keepPrice(CatalogTable table, String alias, Optional<String> price) {
        boolean everPriced = !table.priceHistory(PriceEntry.ALIAS, alias).isEmpty();
        if (price.isPresent() || everPriced) {
            table.insertPrice(new PriceRow(PriceEntry.ALIAS, alias, PriceEntry.ADMIN, clock.instant(), price));
        }
    }

    private static AliasRow row(ModelEntry entry) {
        return new AliasRow(
                entry.alias().value(),
                entry.type(),
                entry.contextWindow(),
                entry.maxOutputTokens(),
                entry.modalities(),
                entry.supportsTools(),
                entry.price().map(price -> PriceJson.write(price).toString()),
                entry.exposeReasoning(),
                entry.enabled(),
                JsonCodec.write(entry.metadata()).toString(),
                RoutingJson.write(entry.routing()).toString());
    }

    private static List<DeploymentRow> deployments(ModelEntry entry) {
        return IntStream.range(0, entry.deployments().size())
                .mapToObj(position -> {
                    ModelEntry.Deployment deployment = entry.deployments().get(position);
                    return new DeploymentRow(
                            entry.alias().value(),
                            position,
                            deployment.backend(),
                            deployment.model(),
                            deployment.weight(),
                            deployment.order());
                })
                .toList();
    }

    private static RuntimeException notFound(String alias) {
        return new Refusal.NotFound("alias_not_found", "There is no alias '" + alias + "'.").asException();
    }

    private static RuntimeException configured(String alias) {
        return new Refusal.NotAllowed(
                        "config_row",
                        "The alias '" + alias + "' is in the configuration file and can only be overlaid.")
                .asException();
    }

    /// How the row of an alias is written.
    private interface Writing {
        void write(CatalogTable table, AliasRow row);
    }
}
