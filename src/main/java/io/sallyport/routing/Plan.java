package io.sallyport.routing;

import io.sallyport.catalog.RoleEntry;
import java.util.List;
import java.util.Optional;

/// Where a call may go, best first, and why.
///
/// @param asked the client's word, empty for calls without a model
/// @param alias how metrics call it: the alias, else the upstream model
/// @param exposeReasoning reasoning stays in the answer
/// @param role what the request is shaped by; empty unless a role was asked for
/// @param outputCap most tokens of an answer, for vendors that must be told one; empty when unknown
public record Plan(
        String asked,
        String alias,
        List<Target> targets,
        String reason,
        boolean exposeReasoning,
        Optional<Long> outputCap,
        Optional<RoleEntry> role) {
    /// The same with some of its targets.
    Plan with(List<Target> some) {
        return new Plan(asked, alias, some, reason, exposeReasoning, outputCap, role);
    }
}
