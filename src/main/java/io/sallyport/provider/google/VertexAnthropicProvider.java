package io.sallyport.provider.google;

import io.sallyport.dialect.ByteGather;
import io.sallyport.dialect.ProviderChat;
import io.sallyport.dialect.ReplyReader;
import io.sallyport.dialect.ReplyReader.Thoughts;
import io.sallyport.dialect.ReplyReader.UpstreamError;
import io.sallyport.dialect.anthropic.AnthropicErrors;
import io.sallyport.dialect.anthropic.AnthropicProviderChat;
import io.sallyport.dialect.anthropic.AnthropicReplyReader;
import io.sallyport.dialect.gemini.GeminiErrors;
import io.sallyport.dialect.gemini.GeminiPath;
import io.sallyport.inference.Operation;
import io.sallyport.inference.RawRequest;
import io.sallyport.json.Json;
import io.sallyport.json.JsonObject;
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

/// Claude on Vertex AI: Anthropic's messages, whose model stands in the address and whose version in the body.
///
/// Source: Anthropic documentation, Claude on Vertex AI; Vertex AI API reference,
/// `publishers.models.rawPredict`.
public final class VertexAnthropicProvider implements Provider {
    private static final String PUBLISHER = "anthropic";
    private static final String VERSION = "anthropic_version";
    private static final String OUR_VERSION = "vertex-2023-10-16";
    private static final String COUNT = "count-tokens";
    private static final ProviderChat CHAT = new AnthropicProviderChat();

    private final Vertex vertex = new Vertex();

    @Override
    public String kind() {
        return "vertex_anthropic";
    }

    @Override
    public String description() {
        return "Claude on Google Vertex AI; the key is a service account's JSON.";
    }

    @Override
    public URI defaultBaseUrl() {
        return Vertex.USUAL;
    }

    @Override
    public boolean serves(Operation operation, String dialect) {
        return operation == Operation.MESSAGE && dialect.equals("anthropic");
    }

    @Override
    public Optional<ProviderChat> chat() {
        return Optional.of(CHAT);
    }

    @Override
    public Optional<TokenGrant> grant(Backend backend) {
        return vertex.grant(backend);
    }

    @Override
    public OutboundRequest request(ProviderCall call) {
        Backend backend = call.backend();
        RawRequest request = call.request();
        List<Header> headers = new ArrayList<>(call.headers().stream()
                .filter(header -> !header.isNamed("anthropic-version"))
                .toList());
        headers.add(new Header("content-type", "application/json"));
        boolean counts = request.countsTokens();
        String model = counts ? COUNT : request.facts().model().orElse("");
        String method = request.facts().stream() ? "streamRawPredict" : "rawPredict";
        String url = new GeminiPath(model, method).below(vertex.publishers(backend) + PUBLISHER + "/models/");
        return backend.request(
                "POST", URI.create(url), Vertex.proven(backend, headers), List.of(counts ? joined(call) : body(call)));
    }

    /// Everything the client said but the model, which is refused there.
    private static Bytes body(ProviderCall call) {
        JsonObject body = Json.object();
        Json said = Json.parse(joined(call));
        if (said.get(VERSION).isMissing()) {
            body.put(VERSION, call.backend().option(VERSION).orElse(OUR_VERSION));
        }
        said.fields().stream()
                .filter(field -> !field.name().equals("model"))
                .forEach(field -> body.put(field.name(), field.value()));
        return body.toJson().bytes();
    }

    private static Bytes joined(ProviderCall call) {
        ByteGather all = new ByteGather();
        call.body().forEach(all::add);
        return all.bytes();
    }

    @Override
    public ReplyReader reader(RawRequest request, Thoughts thoughts) {
        return new AnthropicReplyReader();
    }

    /// Google refuses before Anthropic is reached, each in its own form.
    @Override
    public UpstreamError error(Bytes body) {
        UpstreamError own = AnthropicErrors.read(body);
        return own.type().isEmpty() ? GeminiErrors.read(body) : own;
    }

    @Override
    public OutboundRequest listing(Backend backend) {
        return vertex.listing(backend, PUBLISHER);
    }
}
