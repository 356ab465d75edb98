package io.sallyport.inference;

import io.sallyport.lang.Bytes;
import java.util.Optional;

/// What a scan found in a request without understanding the rest.
///
/// @param model the client's word; empty when the body names none
/// @param modelSpan the bytes to replace when the upstream knows the model by another name
/// @param stream the client wants events
/// @param usageAsked the client wants usage at the end of its stream
/// @param outputCap tokens the client allows; empty when it does not say
/// @param choices answers asked for, 1 or more
public record RequestFacts(
        Optional<String> model,
        Optional<Bytes> modelSpan,
        boolean stream,
        boolean usageAsked,
        Optional<Long> outputCap,
        long choices) {

    /// The same about another model.
    RequestFacts with(String other) {
        return new RequestFacts(Optional.of(other), modelSpan, stream, usageAsked, outputCap, choices);
    }

    /// Facts of a request without a body that we read.
    public static final RequestFacts NONE =
            new RequestFacts(Optional.empty(), Optional.empty(), false, false, Optional.empty(), 1);
}
