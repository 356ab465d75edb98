package io.sallyport.pipeline;

import io.sallyport.catalog.Price;
import io.sallyport.inference.Operation;
import io.sallyport.inference.RawRequest;
import io.sallyport.inference.TokenUsage;
import io.sallyport.inference.TokenUsage.Source;
import io.sallyport.lang.Cost;
import io.sallyport.lang.Money;
import io.sallyport.limit.Claim.Place;
import io.sallyport.limit.Limits;
import io.sallyport.limit.Need;
import io.sallyport.routing.Plan;
import io.sallyport.routing.Target;
import io.sallyport.usage.Meter;
import io.sallyport.usage.PromptBound;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// What a call may use at most, before it goes: at the very prices it will be settled with.
///
/// Source: security catalogue, DD-11.
final class Appraisal {
    /// A million dollars for one call; a sum of such costs is still a number.
    private static final BigInteger MOST = BigInteger.valueOf(Long.MAX_VALUE / 8);

    private Appraisal() {}

    /// @param usualCap tokens of an answer for which the client named no cap
    static Need of(RawRequest request, Plan plan, long usualCap) {
        if (isIdle(request)) {
            return Need.NOTHING;
        }
        long prompt = readsTokens(request.operation()) ? PromptBound.tokens(request.body()) : 0;
        long answer = writesTokens(request)
                ? Math.multiplyExact(
                        request.facts().outputCap().orElse(usualCap),
                        request.facts().choices())
                : 0;
        return new Need(Math.addExact(prompt, answer), cost(request, plan, prompt, answer));
    }

    /// What one answer of a realtime session may use at most: as much read as written.
    ///
    /// @param cap tokens
    static Need ofAnswer(long cap, Optional<Price> price) {
        TokenUsage most = new TokenUsage(cap, 0, 0, cap, 0, Source.ESTIMATED);
        return used(Optional.of(most), Meter.cost(Optional.of(most), price));
    }

    /// Where a call may go, as far as limits ask.
    static List<Place> places(Plan plan, Limits limits) {
        return limits.limitsPlaces()
                ? plan.everyTarget().stream()
                        .map(target -> new Place(
                                target.upstream().provider().kind(),
                                target.upstream().name()))
                        .toList()
                : List.of();
    }

    /// What was used, as limits count it.
    static Need used(Optional<TokenUsage> usage, Cost cost) {
        return new Need(
                usage.isPresent() ? usage.get().total() : 0,
                cost instanceof Cost.Known(Money amount) ? OptionalLong.of(bounded(amount)) : OptionalLong.empty());
    }

    private static long bounded(Money amount) {
        return amount.picoDollars().min(MOST).longValueExact();
    }

    /// The dearest of the targets; unknown as soon as one is.
    private static OptionalLong cost(RawRequest request, Plan plan, long prompt, long answer) {
        BigInteger dearest = BigInteger.ZERO;
        for (Target target : plan.everyTarget()) {
            Optional<BigInteger> cost = cost(request, target.price(), prompt, answer);
            if (cost.isEmpty()) {
                return OptionalLong.empty();
            }
            dearest = dearest.max(cost.get());
        }
        return OptionalLong.of(dearest.min(MOST).longValueExact());
    }

    /// The prompt is read, or written to the provider's cache, whichever costs more; without a price of its own
    /// for writing that is the same.
    private static Optional<BigInteger> cost(RawRequest request, Optional<Price> price, long prompt, long answer) {
        boolean image = request.operation() == Operation.IMAGE;
        boolean metered = image || readsTokens(request.operation());
        long images = image ? request.facts().choices() : 0;
        if (!metered && price.filter(Price::isFree).isEmpty()) {
            return Optional.empty();
        }
        Cost read = Meter.cost(Optional.of(new TokenUsage(prompt, 0, 0, answer, 0, Source.ESTIMATED)), images, price);
        if (price.isPresent() && price.get().forPrompt(prompt).cacheWrite().isEmpty()) {
            return read.known().map(Money::picoDollars);
        }
        Cost written =
                Meter.cost(Optional.of(new TokenUsage(0, 0, prompt, answer, 0, Source.ESTIMATED)), images, price);
        return read.known()
                .flatMap(one -> written.known().map(two -> one.picoDollars().max(two.picoDollars())));
    }

    /// True when no model works for it: it looks at what is kept, takes it away, or counts tokens.
    static boolean isIdle(RawRequest request) {
        boolean looks = request.method().equals("GET") || request.method().equals("DELETE");
        return request.countsTokens() || (looks && request.operation() != Operation.OTHER);
    }

    /// Whether its use is counted in tokens.
    static boolean readsTokens(Operation operation) {
        return operation == Operation.EMBEDDING || operation == Operation.RERANK || writesTokens(operation);
    }

    static boolean writesTokens(RawRequest request) {
        return !isIdle(request) && writesTokens(request.operation());
    }

    private static boolean writesTokens(Operation operation) {
        return switch (operation) {
            case CHAT, COMPLETION, RESPONSE, MESSAGE, CONTENT -> true;
            default -> false;
        };
    }
}
