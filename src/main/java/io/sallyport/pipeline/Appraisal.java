package io.sallyport.pipeline;

import io.sallyport.catalog.Price;
import io.sallyport.inference.Operation;
import io.sallyport.inference.RawRequest;
import io.sallyport.inference.TokenUsage;
import io.sallyport.inference.TokenUsage.Source;
import io.sallyport.lang.Cost;
import io.sallyport.limit.Need;
import io.sallyport.routing.Plan;
import io.sallyport.routing.Target;
import io.sallyport.usage.Meter;
import io.sallyport.usage.PromptBound;
import java.math.BigInteger;
import java.util.Optional;

/// What a call may use at most, before it goes: at the very prices it will be settled with.
///
/// Source: security catalogue, DD-11.
final class Appraisal {
    private Appraisal() {}

    /// @param usualCap tokens of an answer for which the client named no cap
    static Need of(RawRequest request, Plan plan, long usualCap) {
        long prompt = readsTokens(request.operation()) ? PromptBound.tokens(request.body()) : 0;
        long answer = writesTokens(request.operation())
                ? Math.multiplyExact(
                        request.facts().outputCap().orElse(usualCap),
                        request.facts().choices())
                : 0;
        return new Need(Math.addExact(prompt, answer), cost(request, plan, prompt, answer));
    }

    /// The dearest of the targets; unknown as soon as one is.
    private static Optional<Long> cost(RawRequest request, Plan plan, long prompt, long answer) {
        BigInteger dearest = BigInteger.ZERO;
        for (Target target : plan.targets()) {
            Optional<BigInteger> cost = cost(request, target.price(), prompt, answer);
            if (cost.isEmpty()) {
                return Optional.empty();
            }
            dearest = dearest.max(cost.get());
        }
        return Optional.of(dearest.min(BigInteger.valueOf(Long.MAX_VALUE / 8)).longValueExact());
    }

    /// The prompt is read, or written to the provider's cache, whichever costs more.
    private static Optional<BigInteger> cost(RawRequest request, Optional<Price> price, long prompt, long answer) {
        boolean image = request.operation() == Operation.IMAGE;
        boolean metered = image || readsTokens(request.operation());
        long images = image ? request.facts().choices() : 0;
        if (!metered && price.filter(Price::isFree).isEmpty()) {
            return Optional.empty();
        }
        Cost read = Meter.cost(Optional.of(new TokenUsage(prompt, 0, 0, answer, 0, Source.ESTIMATED)), images, price);
        Cost written =
                Meter.cost(Optional.of(new TokenUsage(0, 0, prompt, answer, 0, Source.ESTIMATED)), images, price);
        return read.known()
                .flatMap(one -> written.known().map(two -> one.picoDollars().max(two.picoDollars())));
    }

    static boolean readsTokens(Operation operation) {
        return operation == Operation.EMBEDDING || writesTokens(operation);
    }

    static boolean writesTokens(Operation operation) {
        return switch (operation) {
            case CHAT, COMPLETION, RESPONSE, MESSAGE -> true;
            default -> false;
        };
    }
}
