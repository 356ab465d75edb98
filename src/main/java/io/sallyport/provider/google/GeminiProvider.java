package io.sallyport.provider.google;

import io.sallyport.dialect.Conversion;
import io.sallyport.dialect.ProviderChat;
import io.sallyport.dialect.ReplyReader;
import io.sallyport.dialect.ReplyReader.Thoughts;
import io.sallyport.dialect.ReplyReader.UpstreamError;
import io.sallyport.dialect.gemini.GeminiClientDialect;
import io.sallyport.dialect.gemini.GeminiEmbeddings;
import io.sallyport.dialect.gemini.GeminiErrors;
import io.sallyport.dialect.gemini.GeminiProviderChat;
import io.sallyport.dialect.gemini.GeminiReplyReader;
import io.sallyport.dialect.openai.OpenAiReplyReader;
import io.sallyport.inference.Operation;
import io.sallyport.inference.RawRequest;
import io.sallyport.lang.Bytes;
import io.sallyport.lang.Header;
import io.sallyport.net.OutboundRequest;
import io.sallyport.provider.Backend;
import io.sallyport.provider.Credentials;
import io.sallyport.provider.Provider;
import io.sallyport.provider.ProviderCall;
import io.sallyport.provider.openai.OpenAiCompatible;
import io.sallyport.provider.openai.Quirks;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The Gemini API: contents and embeddings in its own form, pictures by its OpenAI-compatible surface.
///
/// Source: Gemini API reference; Gemini API documentation, OpenAI compatibility.
public final class GeminiProvider implements Provider {
    private static final String KIND = "gemini";
    private static final String URL = "https://generativelanguage.googleapis.com";
    private static final String UNDER = "/v1beta/models/";
    private static final ProviderChat CHAT = new GeminiProviderChat(GeminiProviderChat.Ids.TOLD);
    private static final Conversion EMBEDDINGS = new GeminiEmbeddings();

    private final Provider compatible = new OpenAiCompatible(
            KIND, "", URL, Quirks.NONE.under("/v1beta/openai").only(Set.of(Operation.IMAGE)));

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public String description() {
        return "Google Gemini, called in its own form with a key of the Gemini API.";
    }

    @Override
    public URI defaultBaseUrl() {
        return URI.create(URL);
    }

    @Override
    public boolean serves(Operation operation, String dialect) {
        boolean isOwn = operation == Operation.CONTENT || operation == Operation.EMBEDDING;
        return (isOwn && dialect.equals(GeminiClientDialect.NAME)) || compatible.serves(operation, dialect);
    }

    @Override
    public Optional<ProviderChat> chat() {
        return Optional.of(CHAT);
    }

    @Override
    public Optional<Conversion> conversion(Operation operation) {
        return operation == Operation.EMBEDDING ? Optional.of(EMBEDDINGS) : Optional.empty();
    }

    @Override
    public Bytes spelled(RawRequest request, String model) {
        return compatible.spelled(request, model);
    }

    @Override
    public OutboundRequest request(ProviderCall call) {
        if (call.request().operation() == Operation.IMAGE) {
            return compatible.request(call);
        }
        Backend backend = call.backend();
        List<Header> headers = new ArrayList<>(call.headers());
        headers.add(new Header("content-type", "application/json"));
        Credentials.of(call).ifPresent(key -> headers.add(new Header("x-goog-api-key", key.reveal())));
        return backend.request(
                "POST", URI.create(backend.baseUrl() + Contents.target(call, UNDER)), headers, Contents.body(call));
    }

    @Override
    public ReplyReader reader(RawRequest request, Thoughts thoughts) {
        return request.operation() == Operation.CONTENT
                ? new GeminiReplyReader(thoughts)
                : new OpenAiReplyReader(request, thoughts);
    }

    @Override
    public UpstreamError error(Bytes body) {
        return GeminiErrors.read(body);
    }

    @Override
    public OutboundRequest listing(Backend backend) {
        return compatible.listing(backend);
    }
}
