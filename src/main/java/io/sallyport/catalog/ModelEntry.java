package io.sallyport.catalog;

import io.sallyport.lang.ModelAlias;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One model alias: the word clients use, what it can do, and the deployments that serve it.
///
/// @param type `llm`, `embedding`, `image`, `audio` or `moderation`
/// @param contextWindow tokens; empty when unknown
/// @param maxOutputTokens tokens; empty when unknown
/// @param price overrides the price of the upstream model
/// @param exposeReasoning leaves reasoning in answers
/// @param metadata free words for adapters, for example `audio_voice`
/// @param source who owns the row: `config`, `admin` or `backend` (found in a backend's model list)
public record ModelEntry(
        ModelAlias alias,
        String type,
        List<Deployment> deployments,
        Optional<Long> contextWindow,
        Optional<Long> maxOutputTokens,
        List<String> modalities,
        boolean supportsTools,
        Optional<Price> price,
        boolean exposeReasoning,
        boolean enabled,
        Map<String, String> metadata,
        String source) {

    /// One way to serve an alias.
    ///
    /// @param backend name of the backend
    /// @param model what the backend calls the model
    /// @param weight share of the traffic among equals, zero or more
    /// @param order lower numbers are tried first
    public record Deployment(String backend, String model, int weight, int order) {}
}
