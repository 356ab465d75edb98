package io.sallyport.usage;

import io.sallyport.catalog.Price;
import io.sallyport.catalog.PriceJson;
import io.sallyport.database.Database;
import io.sallyport.inference.TokenUsage;
import io.sallyport.inference.TokenUsage.Source;
import io.sallyport.lang.Money;
import io.sallyport.lang.TimeOrdered;
import io.sallyport.usage.RatingTable.Correction;
import io.sallyport.usage.RatingTable.RatedCall;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/// Prices past usage anew. A call that gets another cost keeps every earlier one as a correction, and the sums follow
/// in
/// the same transaction.
///
/// A call whose cost cannot be told under the other prices stays as it is. Budgets that were settled stay settled.
/// Threads: safe; every method blocks. A pass that breaks off leaves what it has done, and can be repeated.
public final class Reratings {
    private static final int BATCH = 1000;
    private static final String IMAGE = "image";

    private final Database database;
    private final Clock clock;

    public Reratings(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /// Which usage is priced anew.
    ///
    /// @param to excluded
    /// @param provider word of a provider; empty for all
    /// @param model exactly what the provider calls it; empty for all
    public record Scope(Instant from, Instant to, Optional<String> provider, Optional<String> model) {}

    /// What a call costs under the other prices.
    @FunctionalInterface
    public interface Pricing {
        /// @return empty when no price is known
        Optional<Price> of(Instant moment, String provider, String model, String alias);
    }

    /// What a pass did, or would do.
    ///
    /// @param models by provider and upstream model, those with corrections only
    public record Outcome(long calls, long corrected, Money before, Money after, List<ModelOutcome> models) {}

    /// What a pass does to the calls of one model.
    public record ModelOutcome(String provider, String model, long corrected, Money before, Money after) {}

    /// One pass of the past.
    ///
    /// @param price that was given; empty when those held that were valid at each call
    /// @param before cost of the corrected calls before it, as far as it was known
    public record Pass(
            UUID id,
            Instant madeAt,
            String madeBy,
            Instant beginsAt,
            Instant endsAt,
            Optional<String> price,
            long calls,
            long corrected,
            Money before,
            Money after) {}

    /// Tells what a pass would do.
    public Outcome tryOut(Scope scope, Pricing pricing) {
        return run(scope, pricing, Optional.empty());
    }

    /// Prices anew and remembers it.
    ///
    /// @param given the one price of the pass, if there is one
    /// @param by who asked for it
    public Outcome apply(Scope scope, Pricing pricing, Optional<Price> given, String by) {
        UUID id = TimeOrdered.uuid(clock.millis());
        RatingTable table = database.attach(RatingTable.class);
        table.open(id, by, scope, given.map(price -> PriceJson.write(price).toString()));
        Outcome outcome = run(scope, pricing, Optional.of(id));
        table.close(id, outcome.calls(), outcome.corrected(), outcome.before(), outcome.after());
        return outcome;
    }

    /// The last passes, newest first.
    public List<Pass> passes() {
        return database.attach(RatingTable.class).passes();
    }

    private Outcome run(Scope scope, Pricing pricing, Optional<UUID> pass) {
        Tally tally = new Tally();
        Optional<UUID> after = Optional.empty();
        do {
            Optional<UUID> last = after;
            after = database.inTransaction(transaction -> {
                RatingTable table = transaction.attach(RatingTable.class);
                List<RatedCall> calls = table.calls(scope, last, BATCH);
                List<Correction> corrections = calls.stream()
                        .flatMap(call -> corrected(call, pricing, pass).stream().peek(it -> tally.add(call, it)))
                        .toList();
                tally.calls += calls.size();
                if (pass.isPresent() && !corrections.isEmpty()) {
                    table.correct(corrections);
                    table.keep(corrections);
                    List<UUID> ids =
                            corrections.stream().map(Correction::requestId).toList();
                    table.adjustSums(pass.get(), ids);
                    table.adjustSumsOfEndUsers(pass.get(), ids);
                }
                return calls.size() < BATCH
                        ? Optional.empty()
                        : Optional.of(calls.getLast().requestId());
            });
        } while (after.isPresent());
        return tally.outcome();
    }

    private static Optional<Correction> corrected(RatedCall call, Pricing pricing, Optional<UUID> pass) {
        Optional<Price> price = pricing.of(call.startedAt(), call.providerKind(), call.upstreamModel(), call.alias());
        // Images were not counted in older records, so what they cost cannot be told.
        boolean isUncounted = call.operation().equals(IMAGE) && call.images() == 0;
        if (price.isEmpty() || isUncounted) {
            return Optional.empty();
        }
        return Meter.cost(usage(call), call.images(), price)
                .known()
                .filter(cost -> !Optional.of(cost).equals(call.cost()))
                .map(cost -> new Correction(
                        call.requestId(),
                        pass.orElse(call.requestId()),
                        call.cost(),
                        cost,
                        call.price(),
                        PriceJson.write(price.get()).toString()));
    }

    private static Optional<TokenUsage> usage(RatedCall call) {
        return call.inputTokens()
                .map(input -> new TokenUsage(
                        input,
                        call.cachedInputTokens().orElse(0L),
                        call.cacheWriteTokens().orElse(0L),
                        call.outputTokens().orElse(0L),
                        call.reasoningTokens().orElse(0L),
                        Source.REPORTED));
    }

    /// What a pass has seen so far.
    private static final class Tally {
        private final Map<List<String>, ModelOutcome> models =
                new TreeMap<>((one, other) -> one.toString().compareTo(other.toString()));
        private long calls;

        void add(RatedCall call, Correction correction) {
            ModelOutcome one = new ModelOutcome(
                    call.providerKind(),
                    call.upstreamModel(),
                    1,
                    correction.oldCost().orElse(Money.ZERO),
                    correction.newCost());
            models.merge(List.of(call.providerKind(), call.upstreamModel()), one, Tally::together);
        }

        private static ModelOutcome together(ModelOutcome one, ModelOutcome other) {
            return new ModelOutcome(
                    one.provider(),
                    one.model(),
                    one.corrected() + other.corrected(),
                    one.before().plus(other.before()),
                    one.after().plus(other.after()));
        }

        Outcome outcome() {
            ModelOutcome all = models.values().stream()
                    .reduce(new ModelOutcome("", "", 0, Money.ZERO, Money.ZERO), Tally::together);
            return new Outcome(calls, all.corrected(), all.before(), all.after(), List.copyOf(models.values()));
        }
    }
}
