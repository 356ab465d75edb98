package io.sallyport.provider.own;

import io.sallyport.dialect.Conversion;
import io.sallyport.dialect.ParsedReader.Watch;
import io.sallyport.dialect.ProviderChat;
import io.sallyport.dialect.cohere.CohereChat;
import io.sallyport.dialect.cohere.CohereEmbeddings;
import io.sallyport.dialect.cohere.CohereRerank;
import io.sallyport.dialect.cohere.CohereWatch;
import io.sallyport.dialect.ollama.OllamaChat;
import io.sallyport.dialect.ollama.OllamaEmbeddings;
import io.sallyport.dialect.ollama.OllamaWatch;
import io.sallyport.inference.Operation;
import io.sallyport.lang.Bytes;
import io.sallyport.provider.ProviderCall;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// What there is to say about a vendor with a form of its own.
///
/// @param url its usual address
/// @param watch understands the answers of its chats
/// @param conversions of calls that are no chats
/// @param listing path where it lists its models
/// @param body as it is sent: with what the limits and the backend's options say
public record OwnForm(
        String kind,
        String description,
        URI url,
        ProviderChat chat,
        Watch watch,
        Map<Operation, Conversion> conversions,
        String listing,
        Function<ProviderCall, List<Bytes>> body) {

    /// Cohere's second form.
    ///
    /// Source: Cohere API reference, v2.
    public static OwnForm cohere() {
        return new OwnForm(
                "cohere",
                "Cohere in its own form: chats, embeddings, rankings.",
                URI.create("https://api.cohere.com"),
                new CohereChat(),
                new CohereWatch(),
                Map.of(
                        Operation.EMBEDDING, new CohereEmbeddings(),
                        Operation.RERANK, new CohereRerank()),
                "/v1/models?page_size=1000",
                OwnBody::cohere);
    }

    /// Ollama's own form, which knows more than its OpenAI-compatible one.
    ///
    /// Source: Ollama documentation, API.
    public static OwnForm ollama() {
        return new OwnForm(
                "ollama_native",
                "Ollama in its own form, with num_ctx and keep_alive.",
                URI.create("http://127.0.0.1:11434"),
                new OllamaChat(),
                new OllamaWatch(),
                Map.of(Operation.EMBEDDING, new OllamaEmbeddings()),
                "/api/tags",
                OwnBody::ollama);
    }
}
