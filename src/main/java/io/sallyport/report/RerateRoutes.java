package io.sallyport.report;

import static io.sallyport.identity.Permission.OPERATE;

import io.sallyport.catalog.Price;
import io.sallyport.catalog.PriceHistory;
import io.sallyport.catalog.PriceJson;
import io.sallyport.catalog.PriceList;
import io.sallyport.door.JsonCall;
import io.sallyport.door.JsonRoute;
import io.sallyport.json.Json;
import io.sallyport.json.JsonProblem;
import io.sallyport.lang.Money;
import io.sallyport.lang.Refusal.BadRequest;
import io.sallyport.usage.Reratings;
import io.sallyport.usage.Reratings.Outcome;
import io.sallyport.usage.Reratings.Pass;
import io.sallyport.usage.Reratings.Pricing;
import io.sallyport.usage.Reratings.Scope;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Pricing past usage anew, for operators.
public final class RerateRoutes {
    private static final String HOME = "/admin/api/usage/reratings";

    private final Reratings reratings;
    private final PriceList prices;
    private final Clock clock;

    public RerateRoutes(Reratings reratings, PriceList prices, Clock clock) {
        this.reratings = reratings;
        this.prices = prices;
        this.clock = clock;
    }

    public List<JsonRoute> list() {
        return List.of(
                JsonRoute.get(
                        OPERATE,
                        HOME,
                        "List how past usage was priced anew, newest first",
                        RerateHistory.class,
                        _ -> new RerateHistory(reratings.passes().stream()
                                .map(RerateRoutes::view)
                                .toList())),
                JsonRoute.taking(
                        OPERATE,
                        RerateWish.class,
                        "POST " + HOME,
                        "Price past usage anew, or tell what that would do",
                        RerateOutcome.class,
                        this::rerate));
    }

    private RerateOutcome rerate(JsonCall call, RerateWish wish) {
        if (!wish.from().isBefore(wish.to())) {
            throw new BadRequest("invalid_value", "The start must be before the end.", "from").asException();
        }
        Optional<Price> given = wish.price().map(RerateRoutes::price);
        if (given.isPresent() && (wish.provider().isEmpty() || wish.model().isEmpty())) {
            throw new BadRequest("invalid_value", "A price is that of one model: name 'provider' and 'model'.", "price")
                    .asException();
        }
        Scope scope = new Scope(wish.from(), wish.to(), wish.provider(), wish.model());
        Pricing pricing = given.map(RerateRoutes::always).orElseGet(() -> pricing(wish.prices()));
        Outcome outcome = wish.dryRun().orElse(false)
                ? reratings.tryOut(scope, pricing)
                : reratings.apply(scope, pricing, given, call.principal().name());
        return view(outcome);
    }

    private static Pricing always(Price price) {
        return (_, _, _, _) -> Optional.of(price);
    }

    private Pricing pricing(Optional<Validity> validity) {
        PriceHistory history = prices.history();
        Instant now = clock.instant();
        return validity.orElse(Validity.THEN) == Validity.THEN
                ? history::at
                : (_, provider, model, alias) -> history.at(now, provider, model, alias);
    }

    private static Price price(Json json) {
        try {
            return PriceJson.read(json);
        } catch (JsonProblem e) {
            throw new BadRequest("invalid_value", String.valueOf(e.getMessage()), "price").asException();
        }
    }

    private static RerateOutcome view(Outcome outcome) {
        return new RerateOutcome(
                outcome.calls(),
                outcome.corrected(),
                outcome.before(),
                outcome.after(),
                outcome.models().stream()
                        .map(one -> new RerateModel(
                                one.provider(), one.model(), one.corrected(), one.before(), one.after()))
                        .toList());
    }

    private static RerateView view(Pass pass) {
        return new RerateView(
                pass.id(),
                pass.madeAt(),
                pass.madeBy(),
                pass.beginsAt(),
                pass.endsAt(),
                pass.price().map(Json::parse),
                pass.calls(),
                pass.corrected(),
                pass.before(),
                pass.after());
    }

    /// Which prices hold.
    enum Validity {
        /// Those that were valid at each call.
        THEN,
        /// Those that are valid today.
        NOW
    }

    /// What is to be priced anew, and how.
    ///
    /// @param to excluded
    /// @param provider word of a provider; absent for all
    /// @param model exactly what the provider calls it; absent for all
    /// @param prices `then` unless it says `now`
    /// @param price of the one model that is named, in the place of those of the price table
    /// @param dryRun tells what would change, and changes nothing
    record RerateWish(
            Instant from,
            Instant to,
            Optional<String> provider,
            Optional<String> model,
            Optional<Validity> prices,
            Optional<Json> price,
            Optional<Boolean> dryRun) {}

    /// @param calls that were looked at
    /// @param beforeUsd what the corrected ones cost before, as far as it was known
    record RerateOutcome(long calls, long corrected, Money beforeUsd, Money afterUsd, List<RerateModel> models) {}

    /// What changes for one upstream model.
    record RerateModel(String provider, String model, long corrected, Money beforeUsd, Money afterUsd) {}

    /// One pass of the past.
    record RerateView(
            UUID id,
            Instant madeAt,
            String madeBy,
            Instant from,
            Instant to,
            Optional<Json> price,
            long calls,
            long corrected,
            Money beforeUsd,
            Money afterUsd) {}

    /// The last passes.
    record RerateHistory(List<RerateView> data) {}
}
