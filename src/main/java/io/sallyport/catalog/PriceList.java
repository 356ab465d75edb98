package io.sallyport.catalog;

import io.sallyport.catalog.CatalogTable.PriceRow;
import io.sallyport.database.Database;
import io.sallyport.json.Json;
import io.sallyport.lang.Refusal;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The prices operators set, and the history of all prices.
///
/// Threads: safe; every method blocks. A change holds here at once, on other instances within a second; calls
/// that are running keep the price they started with.
public final class PriceList {
    private final Database database;
    private final Catalogs catalogs;
    private final Clock clock;

    public PriceList(Database database, Catalogs catalogs, Clock clock) {
        this.database = database;
        this.catalogs = catalogs;
        this.clock = clock;
    }

    /// Every price that holds now.
    public List<PriceEntry> all() {
        return catalogs.stored().prices().entries();
    }

    /// Sets a price from now on.
    public void set(String kind, String model, Price price) {
        PriceEntry entry = new PriceEntry(kind, model, price, PriceEntry.ADMIN);
        append(row(entry, Optional.of(text(entry))));
    }

    /// Takes back an operator's price; that of the configuration or the bundled one holds again.
    ///
    /// Errors: the refusal `price_not_found` when no operator set one.
    public void reset(String kind, String model) {
        boolean isSet = all().stream()
                .anyMatch(entry -> entry.kind().equals(kind)
                        && entry.model().equals(model)
                        && entry.source().equals(PriceEntry.ADMIN));
        if (!isSet) {
            throw new Refusal.NotFound("price_not_found", "No price was set for this model here.").asException();
        }
        append(new PriceRow(kind, model, PriceEntry.ADMIN, clock.instant(), Optional.empty()));
    }

    /// What a model has cost since when, newest first.
    public List<Held> history(String kind, String model) {
        return database.attach(CatalogTable.class).priceHistory(kind, model).stream()
                .map(row -> new Held(
                        row.source(),
                        row.validFrom(),
                        row.price().map(Json::parse).map(PriceJson::perMillion)))
                .toList();
    }

    /// Every price that ever held.
    public PriceHistory history() {
        return PriceHistory.of(database.attach(CatalogTable.class).allPrices());
    }

    /// Writes into the history what the program and its configuration brought along, as far as it is news. To
    /// be called after each start and each reload of the configuration.
    public void keepHistory() {
        List<PriceEntry> entries = catalogs.broughtAlong();
        database.useTransaction(transaction -> {
            CatalogTable table = transaction.attach(CatalogTable.class);
            Map<List<String>, PriceRow> known = new HashMap<>();
            table.latestPrices().stream()
                    .filter(row -> !row.source().equals(PriceEntry.ADMIN))
                    .forEach(row -> known.put(List.of(row.kind(), row.model(), row.source()), row));
            for (PriceEntry entry : entries) {
                PriceRow before = known.remove(List.of(entry.kind(), entry.model(), entry.source()));
                if (before == null || !holds(before, entry)) {
                    table.insertPrice(row(entry, Optional.of(text(entry))));
                }
            }
            known.values().stream()
                    .filter(row -> row.price().isPresent())
                    .forEach(row -> table.insertPrice(
                            new PriceRow(row.kind(), row.model(), row.source(), clock.instant(), Optional.empty())));
        });
    }

    private static boolean holds(PriceRow row, PriceEntry entry) {
        return row.price().map(Json::parse).map(PriceJson::perMillion).equals(Optional.of(entry.price()));
    }

    private void append(PriceRow row) {
        database.useTransaction(transaction -> {
            transaction.attach(CatalogTable.class).insertPrice(row);
            transaction.bump(Catalogs.TOPIC, catalogs::reload);
        });
    }

    private PriceRow row(PriceEntry entry, Optional<String> price) {
        return new PriceRow(entry.kind(), entry.model(), entry.source(), clock.instant(), price);
    }

    private static String text(PriceEntry entry) {
        return PriceJson.write(entry.price()).toString();
    }

    /// One line of a history.
    ///
    /// @param price empty when the source had none from then on
    public record Held(String source, Instant validFrom, Optional<Price> price) {}
}
