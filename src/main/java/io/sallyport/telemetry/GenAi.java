package io.sallyport.telemetry;

/// Names of span attributes for model calls.
///
/// Source: OpenTelemetry semantic conventions for generative AI, status Development, seen 2026-11-21; they live in a
/// repository of their own without a Java artefact, so the names are kept here.
public final class GenAi {
    public static final String OPERATION = "gen_ai.operation.name";
    public static final String PROVIDER = "gen_ai.provider.name";
    public static final String REQUEST_MODEL = "gen_ai.request.model";
    public static final String RESPONSE_MODEL = "gen_ai.response.model";
    public static final String INPUT_TOKENS = "gen_ai.usage.input_tokens";
    public static final String OUTPUT_TOKENS = "gen_ai.usage.output_tokens";
    public static final String CACHED_TOKENS = "gen_ai.usage.cache_read.input_tokens";
    public static final String CACHE_WRITE_TOKENS = "gen_ai.usage.cache_creation.input_tokens";
    public static final String CONVERSATION = "gen_ai.conversation.id";

    private GenAi() {}
}
