package io.sallyport.routing;

import java.util.List;

/// Where a call may go, best first, and why.
///
/// @param asked the client's word, empty for calls without a model
/// @param alias how metrics call it: the alias, else the upstream model
/// @param exposeReasoning reasoning stays in the answer
public record Plan(String asked, String alias, List<Target> targets, String reason, boolean exposeReasoning) {}
