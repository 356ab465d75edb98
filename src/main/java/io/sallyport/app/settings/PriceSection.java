package io.sallyport.app.settings;

import io.sallyport.catalog.Price;
import io.sallyport.catalog.PriceEntry;
import io.sallyport.catalog.PriceUnit;
import io.sallyport.json.yaml.Kind;
import io.sallyport.json.yaml.Section;
import io.sallyport.lang.Money;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Declares a price, inside a model or as an element of `prices`.
final class PriceSection {
    private static final Kind<BigDecimal> DOLLARS = Kind.decimal(12);
    private static final List<String> KEYS =
            List.of("price_unit", "currency", "input", "output", "cached_input", "cache_write", "image");

    private PriceSection() {}

    /// An element of `prices`.
    static PriceEntry entry(Section price) {
        return new PriceEntry(
                price.key("kind", "Kind of the backend, such as openai.").required(Kind.TEXT),
                price.key("model", "Exactly what the backend calls the model; * for all its models without a line.")
                        .required(ModelSection.MODEL),
                read(price),
                "config");
    }

    /// A price that may be left out; nothing given means that it is.
    static Optional<Price> readWhenGiven(Section price) {
        boolean given = KEYS.stream().anyMatch(price::isGiven);
        // Read in any case, because reading is also declaring.
        Price read = given ? read(price) : declare(price);
        return given ? Optional.of(read) : Optional.empty();
    }

    private static Price declare(Section price) {
        amounts(price, PriceUnit.PER_1M);
        unit(price);
        return new Price(Money.ZERO, Money.ZERO, Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static Price read(Section price) {
        Optional<PriceUnit> unit = unit(price);
        if (unit.isEmpty()) {
            price.notice(price.path() + " names no price_unit; its prices are taken per 1,000 tokens");
        }
        Price read = amounts(price, unit.orElse(PriceUnit.PER_1K));
        if (!price.isGiven("input") && !price.isGiven("image")) {
            price.problem("input", "is missing; a free model says 0");
        }
        return read;
    }

    private static Optional<PriceUnit> unit(Section price) {
        price.key("currency", "Only USD.").or(Kind.word(List.of("USD")), "USD");
        return price.key(
                        "price_unit",
                        "per_1m: dollars for a million tokens. per_1k: for a thousand, which is also taken,"
                                + " with a notice, when the key is missing.")
                .optional(Kind.choice(PriceUnit.class));
    }

    private static Price amounts(Section price, PriceUnit unit) {
        Function<BigDecimal, Money> token = unit::perToken;
        return new Price(
                amount(price, "input", "Tokens read.", token).orElse(Money.ZERO),
                amount(price, "output", "Tokens produced. Default: 0.", token).orElse(Money.ZERO),
                amount(price, "cached_input", "Tokens read from the provider's cache. Default: as input.", token),
                amount(price, "cache_write", "Tokens written to the provider's cache. Default: as input.", token),
                amount(price, "image", "One image, whatever the unit is.", PriceUnit::each));
    }

    private static Optional<Money> amount(Section price, String name, String doc, Function<BigDecimal, Money> exact) {
        return price.key(name, doc).optional(DOLLARS).flatMap(dollars -> {
            try {
                return Optional.of(exact.apply(dollars));
            } catch (IllegalArgumentException e) {
                price.problem(name, String.valueOf(e.getMessage()));
                return Optional.empty();
            }
        });
    }
}
