package io.sallyport.provider.google;

import io.sallyport.dialect.Conversion;
import io.sallyport.dialect.ProviderChat;
import io.sallyport.dialect.ReplyReader;
import io.sallyport.dialect.ReplyReader.Thoughts;
import io.sallyport.dialect.ReplyReader.UpstreamError;
import io.sallyport.dialect.gemini.GeminiClientDialect;
import io.sallyport.dialect.gemini.GeminiErrors;
import io.sallyport.dialect.gemini.GeminiProviderChat;
import io.sallyport.dialect.gemini.GeminiReplyReader;
import io.sallyport.dialect.gemini.VertexEmbeddings;
import io.sallyport.dialect.openai.OpenAiReplyReader;
import io.sallyport.inference.Operation;
import io.sallyport.inference.RawRequest;
import io.sallyport.lang.Bytes;
import io.sallyport.lang.Header;
import io.sallyport.net.OutboundRequest;
import io.sallyport.provider.Backend;
import io.sallyport.provider.Provider;
import io.sallyport.provider.ProviderCall;
import io.sallyport.provider.TokenGrant;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Google's models on Vertex AI: contents in the same form as the Gemini API, at the address of a project, and
/// embeddings.
///
/// Source: Vertex AI API reference, `publishers.models.generateContent`, `publishers.models.predict`.
public final class VertexProvider implements Provider {
    private static final String PUBLISHER = "google";
    private static final ProviderChat CHAT = new GeminiProviderChat(GeminiProviderChat.Ids.UNTOLD);

    private static final Conversion EMBEDDINGS = new VertexEmbeddings();

    private final Vertex vertex = new Vertex();

    @Override
    public String kind() {
        return "vertex";
    }

    @Override
    public String description() {
        return "Gemini on Google Vertex AI; the key is a service account's JSON.";
    }

    @Override
    public URI defaultBaseUrl() {
        return Vertex.USUAL;
    }

    @Override
    public boolean serves(Operation operation, String dialect) {
        return operation == Operation.CONTENT && dialect.equals(GeminiClientDialect.NAME);
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
    public Optional<TokenGrant> grant(Backend backend) {
        return vertex.grant(backend);
    }

    @Override
    public OutboundRequest request(ProviderCall call) {
        Backend backend = call.backend();
        List<Header> headers = new ArrayList<>(call.headers());
        headers.add(new Header("content-type", "application/json"));
        String url = Contents.target(call, vertex.publishers(backend) + PUBLISHER + "/models/");
        return backend.request("POST", URI.create(url), Vertex.proven(backend, headers), Contents.body(call));
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
        return vertex.listing(backend, PUBLISHER);
    }
}
