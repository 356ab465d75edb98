package io.sallyport.catalog;

import io.sallyport.catalog.CatalogTable.PriceRow;
import io.sallyport.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// What every model has cost since when.
///
/// Threads: immutable.
public final class PriceHistory {
    /// The first one that has a price wins.
    private static final List<String> SOURCES = List.of(PriceEntry.ADMIN, PriceEntry.CONFIG, PriceEntry.BUNDLED);

    private final Map<List<String>, NavigableMap<Instant, Optional<Price>>> lines;

    private PriceHistory(Map<List<String>, NavigableMap<Instant, Optional<Price>>> lines) {
        this.lines = lines;
    }

    static PriceHistory of(List<PriceRow> rows) {
        Map<List<String>, NavigableMap<Instant, Optional<Price>>> lines = new HashMap<>();
        for (PriceRow row : rows) {
            lines.computeIfAbsent(List.of(row.kind(), row.model(), row.source()), _ -> new TreeMap<>())
                    .put(row.validFrom(), row.price().map(Json::parse).map(PriceJson::perMillion));
        }
        return new PriceHistory(lines);
    }

    /// What a call cost at a moment: the price of its alias, else the one of the upstream model, else the one of all
    /// models of the provider; empty when none held then.
    ///
    /// @param kind word of the provider
    /// @param model exactly what the provider calls it
    public Optional<Price> at(Instant moment, String kind, String model, String alias) {
        return Stream.of(List.of(PriceEntry.ALIAS, alias), List.of(kind, model), List.of(kind, PriceEntry.EVERY_MODEL))
                .flatMap(name -> SOURCES.stream().flatMap(source -> held(name, source, moment).stream()))
                .findFirst();
    }

    private Optional<Price> held(List<String> name, String source, Instant moment) {
        List<String> line = new ArrayList<>(name);
        line.add(source);
        return Optional.ofNullable(lines.get(line))
                .map(prices -> prices.floorEntry(moment))
                .flatMap(Map.Entry::getValue);
    }
}
