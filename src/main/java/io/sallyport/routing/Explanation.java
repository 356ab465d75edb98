package io.sallyport.routing;

import io.sallyport.lang.Refusal;
import io.sallyport.routing.Decision.Considered;
import java.util.List;
import java.util.Optional;

/// What would become of a described call, and why.
///
/// @param plan empty when it would be refused
/// @param refusal why it would be
/// @param strategy word of the strategy that orders the targets
/// @param steps targets in the order in which they would be tried
/// @param leftOut targets of the name that the call may not or cannot use, and why
public record Explanation(
        Optional<Plan> plan, Optional<Refusal> refusal, String strategy, List<Step> steps, List<Considered> leftOut) {

    /// One target that may be tried.
    ///
    /// @param standing `ready`, `rests` with the reason, or `prompt too long`
    /// @param translated the target speaks another form than the client
    /// @param losses what a translation of the described request would drop or change
    /// @param firstTokenMs moving average on this instance; zero when unknown
    public record Step(
            String alias,
            Target target,
            String standing,
            boolean translated,
            List<String> losses,
            long firstTokenMs,
            int inFlight,
            double errorShare) {}
}
