package io.sallyport.fleet;

import java.util.Optional;

/// A model that a service of a node can run.
///
/// @param id what the service calls it
/// @param loaded whether it is in memory now
/// @param context tokens that fit in; empty when unknown
/// @param family such as `qwen3`; empty when unknown
public record NodeAsset(String id, boolean loaded, Optional<Long> context, String family) {}
