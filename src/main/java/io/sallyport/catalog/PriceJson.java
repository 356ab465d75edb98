package io.sallyport.catalog;

import io.sallyport.json.Json;
import io.sallyport.json.JsonObject;
import io.sallyport.lang.Money;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/// The JSON form of a price: dollars per thousand or per million tokens, and dollars per image.
///
/// Errors: JsonProblem with the path for whatever is not exactly a price.
public final class PriceJson {
    private static final Set<String> MEMBERS =
            Set.of("price_unit", "input", "output", "cached_input", "cache_write", "image", "long_context");
    private static final Set<String> LONG_MEMBERS = Set.of("above", "input", "output", "cached_input", "cache_write");

    private PriceJson() {}

    /// Reads a price that names its unit.
    public static Price read(Json json) {
        Json word = json.get("price_unit");
        PriceUnit unit = checked(word, () -> PriceUnit.of(word.text()));
        return read(json, unit);
    }

    /// Reads a price in dollars per million tokens, the form in which prices are stored and bundled.
    public static Price perMillion(Json json) {
        return read(json, PriceUnit.PER_1M);
    }

    /// Writes the form that both readers read.
    public static Json write(Price price) {
        JsonObject json = tokens(price).put("price_unit", "per_1m");
        price.image().ifPresent(image -> json.put("image", image.toString()));
        price.longContext()
                .ifPresent(
                        limit -> json.put("long_context", tokens(limit.price()).put("above", limit.above())));
        return json.toJson();
    }

    private static Price read(Json json, PriceUnit unit) {
        onlyKnown(json, MEMBERS);
        Json longer = json.get("long_context");
        Function<BigDecimal, Money> token = unit::perToken;
        return new Price(
                tokenPrice(json, "input", token),
                tokenPrice(json, "output", token),
                money(json.get("cached_input"), token),
                money(json.get("cache_write"), token),
                money(json.get("image"), PriceUnit::each),
                longer.isPresent() ? Optional.of(longContext(longer, unit)) : Optional.empty());
    }

    private static Price.LongContext longContext(Json json, PriceUnit unit) {
        onlyKnown(json, LONG_MEMBERS);
        Function<BigDecimal, Money> token = unit::perToken;
        Price price = new Price(
                tokenPrice(json, "input", token),
                tokenPrice(json, "output", token),
                money(json.get("cached_input"), token),
                money(json.get("cache_write"), token),
                Optional.empty());
        return checked(
                json.get("above"), () -> new Price.LongContext(json.get("above").asLong(), price));
    }

    /// Absent is zero only next to a price that is there: an embedding has no output, an image no tokens.
    private static Money tokenPrice(Json json, String name, Function<BigDecimal, Money> unit) {
        boolean pricedOtherwise =
                json.get("input").isPresent() || json.get("image").isPresent();
        if (!json.get(name).isPresent() && pricedOtherwise) {
            return Money.ZERO;
        }
        return money(json.get(name), unit).orElseThrow(() -> json.get(name).problem("is missing; a free model says 0"));
    }

    private static Optional<Money> money(Json json, Function<BigDecimal, Money> unit) {
        if (!json.isPresent()) {
            return Optional.empty();
        }
        return Optional.of(
                checked(json, () -> unit.apply(json.isText() ? PriceUnit.decimal(json.text()) : json.decimal())));
    }

    private static void onlyKnown(Json json, Set<String> known) {
        for (Json.Field field : json.fields()) {
            if (!known.contains(field.name())) {
                throw field.value().problem("is not a member of a price");
            }
        }
    }

    private static JsonObject tokens(Price price) {
        JsonObject json = Json.object().put("input", text(price.input())).put("output", text(price.output()));
        price.cachedInput().ifPresent(cached -> json.put("cached_input", text(cached)));
        price.cacheWrite().ifPresent(write -> json.put("cache_write", text(write)));
        return json;
    }

    private static String text(Money token) {
        return PriceUnit.perMillion(token).toPlainString();
    }

    private static <T> T checked(Json place, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (IllegalArgumentException e) {
            throw place.problem(String.valueOf(e.getMessage()));
        }
    }
}
