package io.sallyport.admin;

import static io.sallyport.identity.Permission.OPERATE;

import io.sallyport.catalog.PriceEntry;
import io.sallyport.catalog.PriceJson;
import io.sallyport.catalog.PriceList;
import io.sallyport.door.JsonCall;
import io.sallyport.door.JsonRoute;
import io.sallyport.json.Json;
import io.sallyport.json.JsonProblem;
import io.sallyport.lang.Refusal.BadRequest;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Prices for operators: list, set, reset, look back.
public final class PriceRoutes {
    private static final String HOME = "/admin/api/prices";
    private static final String ONE = HOME + "/{kind}/{model...}";

    private final PriceList prices;

    public PriceRoutes(PriceList prices) {
        this.prices = prices;
    }

    public List<JsonRoute> list() {
        return List.of(
                JsonRoute.get(OPERATE, HOME, "List the prices that hold now", PricePage.class, this::page),
                JsonRoute.taking(
                        OPERATE,
                        PriceBody.class,
                        "PUT " + HOME,
                        "Set the price of an upstream model from now on",
                        PriceView.class,
                        this::set),
                JsonRoute.get(OPERATE, ONE, "Show what a model has cost since when", PriceHistory.class, this::history),
                JsonRoute.delete(
                        OPERATE,
                        ONE,
                        "Take back a price; the configured or bundled one holds again",
                        Reset.class,
                        this::reset));
    }

    private PricePage page(JsonCall call) {
        Optional<String> kind = call.query("kind");
        return new PricePage(prices.all().stream()
                .filter(entry -> kind.isEmpty() || kind.get().equals(entry.kind()))
                .sorted(Comparator.comparing(PriceEntry::kind).thenComparing(PriceEntry::model))
                .map(entry ->
                        new PriceView(entry.kind(), entry.model(), PriceJson.write(entry.price()), entry.source()))
                .toList());
    }

    private PriceView set(JsonCall call, PriceBody body) {
        try {
            prices.set(body.kind(), body.model(), PriceJson.read(body.price()));
        } catch (JsonProblem e) {
            throw new BadRequest("invalid_value", String.valueOf(e.getMessage()), e.path()).asException();
        } catch (IllegalArgumentException e) {
            throw new BadRequest("invalid_value", String.valueOf(e.getMessage())).asException();
        }
        return new PriceView(body.kind(), body.model(), body.price(), PriceEntry.ADMIN);
    }

    private PriceHistory history(JsonCall call) {
        return new PriceHistory(prices.history(call.path("kind"), call.path("model")).stream()
                .map(held -> new HeldView(
                        held.source(), held.validFrom(), held.price().map(PriceJson::write)))
                .toList());
    }

    private Reset reset(JsonCall call) {
        prices.reset(call.path("kind"), call.path("model"));
        return new Reset(call.path("kind"), call.path("model"));
    }

    /// What an operator says about a price.
    ///
    /// @param kind word of the provider, such as `openai`
    /// @param model exactly what the provider calls the model, or `*` for all without a line of their own
    /// @param price with `price_unit`, `input`, `output` and so on
    record PriceBody(String kind, String model, Json price) {}

    /// A price that holds now.
    record PriceView(String kind, String model, Json price, String source) {}

    /// Every price, by kind and model.
    record PricePage(List<PriceView> data) {}

    /// What a model has cost, newest first.
    record PriceHistory(List<HeldView> data) {}

    /// One line of a history; without a price its source had none from then on.
    record HeldView(String source, Instant validFrom, Optional<Json> price) {}

    /// What was taken back.
    record Reset(String kind, String model) {}
}
