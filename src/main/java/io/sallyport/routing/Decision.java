package io.sallyport.routing;

import java.util.List;

/// Why a call went where it went, in few words.
///
/// @param alias where the rules led
/// @param reason how the name was found
/// @param rules names of the rules that said something
/// @param bucket side of an experiment; empty without one
/// @param bounds what labels had to say; empty without any
/// @param strategy word of the strategy that ordered the targets
/// @param considered targets in the order in which they were looked at
public record Decision(
        String alias,
        String reason,
        List<String> rules,
        String bucket,
        String bounds,
        String strategy,
        List<Considered> considered) {

    /// One target that was looked at.
    ///
    /// @param alias whose target it is
    /// @param outcome `tried`, or why it was passed over
    public record Considered(String alias, String target, String outcome) {}
}
