package io.sallyport.catalog;

import io.sallyport.lang.ModelAlias;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// One model alias: the word clients use, what it can do, and the deployments that serve it.
///
/// @param type `llm`, `embedding`, `image`, `audio`, `moderation` or `rerank`
/// @param contextWindow tokens; empty when unknown
/// @param maxOutputTokens tokens; empty when unknown
/// @param price overrides the price of the upstream model
/// @param exposeReasoning leaves reasoning in answers
/// @param metadata free words for adapters, for example `audio_voice`
/// @param routing how calls find one of the deployments
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
        Routing routing,
        String source) {

    public static final String CONFIG = "config";
    public static final String ADMIN = "admin";
    private static final Set<String> TYPES = Set.of("llm", "embedding", "image", "audio", "moderation", "rerank");
    private static final int MOST_DEPLOYMENTS = 100;
    private static final int MOST_METADATA = 50;
    private static final int LONGEST_METADATA = 1_000;

    public ModelEntry {
        deployments = List.copyOf(deployments);
        modalities = List.copyOf(modalities);
        metadata = Map.copyOf(metadata);
        Check.that(TYPES.contains(type), "type must be llm, embedding, image, audio, moderation or rerank");
        Check.that(!deployments.isEmpty(), "an alias needs at least one deployment");
        Check.that(deployments.size() <= MOST_DEPLOYMENTS, "an alias has at most 100 deployments");
        Check.that(contextWindow.orElse(1L) > 0 && maxOutputTokens.orElse(1L) > 0, "token limits are one or more");
        Check.that(metadata.size() <= MOST_METADATA, "metadata has at most 50 members");
        Check.that(
                metadata.values().stream().allMatch(value -> value.length() <= LONGEST_METADATA),
                "a metadata value has at most 1000 characters");
    }

    /// The same with other routing.
    ModelEntry with(Routing other) {
        return new ModelEntry(
                alias,
                type,
                deployments,
                contextWindow,
                maxOutputTokens,
                modalities,
                supportsTools,
                price,
                exposeReasoning,
                enabled,
                metadata,
                other,
                source);
    }

    /// One way to serve an alias.
    ///
    /// @param backend name of the backend
    /// @param model what the backend calls the model
    /// @param weight share of the traffic among equals, zero or more
    /// @param order lower numbers are tried first
    public record Deployment(String backend, String model, int weight, int order) {
        private static final int HEAVIEST = 1_000_000;

        public Deployment {
            Check.that(!backend.isBlank() && ModelAlias.isValid(model), "a deployment names its backend and its model");
            Check.that(weight >= 0 && weight <= HEAVIEST, "weight is 0 to 1000000");
            Check.that(order >= 0, "order is zero or more");
        }

        /// Says whether a backend is a service of a node, such as `cellar-1/ollama/chat`, which comes and goes.
        public static boolean isService(String backend) {
            int slash = backend.indexOf('/');
            return slash > 0 && slash < backend.length() - 1;
        }
    }
}
