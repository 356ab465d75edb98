package io.sallyport.journey;

import io.sallyport.json.Json;
import io.sallyport.json.JsonObject;
import io.sallyport.provider.simulated.SimulatedUpstream;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.GatewayHarness.Setup;
import io.sallyport.transport.EventLoops;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/// A gateway before the simulated vendor in the form of every vendor: an alias by the vendor's name, and one
/// for every fault clients must survive.
final class VendorGateway implements AutoCloseable {
    /// Kinds of backends, one for every form that vendors speak and for every address they have for it.
    static final List<String> VENDORS = List.of(
            "openai",
            "azure",
            "mistral",
            "huggingface",
            "anthropic",
            "vertex_anthropic",
            "gemini",
            "vertex",
            "bedrock",
            "cohere",
            "ollama_native");

    /// What they must be told besides their address.
    private static final Map<String, JsonObject> OPTIONS = Map.of(
            "azure", Json.object().put("api_version", "2024-10-21"),
            "vertex", Json.object().put("project", "acme"),
            "vertex_anthropic", Json.object().put("project", "acme"));

    private static final Map<String, String> MODELS = Map.of(
            "", "sim-1",
            "-busy", "sim-status-429-retry-7",
            "-picky", "sim-status-400",
            "-breaking", "sim-cut-3",
            "-failing", "sim-error-event-3",
            "-thinking", "sim-reasoning",
            "-inorder", "sim-inorder");

    private final EventLoops loops = EventLoops.start(1);
    private final SimulatedUpstream simulated = SimulatedUpstream.start(loops, 0, Clock.systemUTC());
    private final GatewayHarness gateway = started();

    /// Mistral refuses to be asked for the usage of a stream, and tells it anyway.
    private static String as(String vendor, String model) {
        return vendor.equals("mistral") && model.equals("sim-1") ? "sim-usage" : model;
    }

    private GatewayHarness started() {
        Setup setup = GatewayHarness.with().restless();
        for (String vendor : VENDORS) {
            setup.backend(Json.object()
                    .put("name", vendor)
                    .put("kind", vendor)
                    .put("base_url", simulated.baseUrl().toString())
                    .put("api_key", GatewayHarness.UPSTREAM_KEY)
                    .put("options", OPTIONS.getOrDefault(vendor, Json.object())));
            MODELS.forEach((fault, model) -> setup.alias(vendor + fault, vendor + "/" + as(vendor, model)));
        }
        return setup.alias("cohere-on-bedrock", "bedrock/cohere.embed-v4:0")
                .alias("titan", "bedrock/amazon.titan-embed-text-v2:0")
                .alias("canvas", "bedrock/amazon.nova-canvas-v1:0")
                .alias("bedrock-rerank", "bedrock/amazon.rerank-v1:0")
                .alias("cohere-embed", "cohere/sim-embed")
                .alias("cohere-rerank", "cohere/sim-1")
                .alias("huggingface-embed", "huggingface/sim-embed")
                .alias("openai-embed", "openai/sim-embed")
                .alias("gemini-embed", "gemini/sim-embed")
                .alias("vertex-embed", "vertex/sim-embed")
                .alias("ollama-embed", "ollama_native/sim-embed")
                .start();
    }

    URI root() {
        return gateway.url();
    }

    String v1() {
        return gateway.url().resolve("/v1").toString();
    }

    @Override
    public void close() {
        gateway.close();
        simulated.close();
        loops.close();
    }
}
