package io.sallyport.catalog;

import io.sallyport.json.Json;
import io.sallyport.lang.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The price table: exact upstream model names to prices, without guesses for names that look alike.
///
/// Threads: immutable.
public final class Prices {
    public static final Prices NONE = new Prices(Map.of());
    private static final String RESOURCE = "/prices.json";

    private final Map<String, Map<String, PriceEntry>> byKind;

    private Prices(Map<String, Map<String, PriceEntry>> byKind) {
        this.byKind = byKind;
    }

    /// The table that comes with the gateway.
    public static Prices bundled() {
        try (InputStream file = Prices.class.getResourceAsStream(RESOURCE)) {
            if (file == null) {
                throw new IllegalStateException(RESOURCE + " is missing from the program");
            }
            return read(Json.parse(Bytes.of(file.readAllBytes())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Reads a table: provider kind, then model, then a price in dollars per million tokens.
    static Prices read(Json table) {
        List<PriceEntry> entries = new ArrayList<>();
        for (Json.Field kind : table.get("prices").fields()) {
            for (Json.Field model : kind.value().fields()) {
                entries.add(new PriceEntry(
                        kind.name(), model.name(), PriceJson.perMillion(model.value()), PriceEntry.BUNDLED));
            }
        }
        return NONE.with(entries);
    }

    /// This table with other lines on top; theirs win, and among them the last.
    public Prices with(Collection<PriceEntry> overlay) {
        Map<String, Map<String, PriceEntry>> merged = new HashMap<>();
        byKind.forEach((kind, models) -> merged.put(kind, new HashMap<>(models)));
        for (PriceEntry entry : overlay) {
            merged.computeIfAbsent(entry.kind(), kind -> new HashMap<>()).put(entry.model(), entry);
        }
        return new Prices(merged);
    }

    /// The price of a model by its exact name, else the one declared for all models of the kind, else unknown.
    public Optional<Price> of(String kind, String model) {
        Map<String, PriceEntry> models = byKind.getOrDefault(kind, Map.of());
        return Optional.ofNullable(models.getOrDefault(model, models.get(PriceEntry.EVERY_MODEL)))
                .map(PriceEntry::price);
    }

    /// Every line, in no particular order.
    public List<PriceEntry> entries() {
        return byKind.values().stream()
                .flatMap(models -> models.values().stream())
                .toList();
    }
}
