package io.sallyport.provider.anthropic;

import io.sallyport.dialect.ProviderChat;
import io.sallyport.dialect.ReplyReader;
import io.sallyport.dialect.ReplyReader.Thoughts;
import io.sallyport.dialect.ReplyReader.UpstreamError;
import io.sallyport.dialect.anthropic.AnthropicErrors;
import io.sallyport.dialect.anthropic.AnthropicProviderChat;
import io.sallyport.dialect.anthropic.AnthropicReplyReader;
import io.sallyport.inference.Operation;
import io.sallyport.inference.RawRequest;
import io.sallyport.lang.Bytes;
import io.sallyport.lang.Header;
import io.sallyport.lang.Secret;
import io.sallyport.net.OutboundRequest;
import io.sallyport.provider.Backend;
import io.sallyport.provider.Credentials;
import io.sallyport.provider.Provider;
import io.sallyport.provider.ProviderCall;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Anthropic: messages in its own form.
///
/// Source: Anthropic API reference, authentication and versioning.
public final class AnthropicProvider implements Provider {
    private static final Header VERSION = new Header("anthropic-version", "2023-06-01");
    private static final ProviderChat CHAT = new AnthropicProviderChat();

    @Override
    public String kind() {
        return "anthropic";
    }

    @Override
    public String description() {
        return "Anthropic's Messages API, called in its own form on /v1/messages.";
    }

    @Override
    public URI defaultBaseUrl() {
        return URI.create("https://api.anthropic.com");
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
    public OutboundRequest request(ProviderCall call) {
        List<Header> headers = new ArrayList<>(call.headers());
        headers.add(new Header("content-type", call.request().contentType()));
        headers.addAll(proof(Credentials.of(call)));
        if (headers.stream().noneMatch(header -> header.isNamed(VERSION.name()))) {
            headers.add(VERSION);
        }
        Backend backend = call.backend();
        RawRequest request = call.request();
        String query = request.query().isEmpty() ? "" : "?" + request.query();
        URI url = URI.create(backend.baseUrl() + request.path() + query);
        return backend.request(request.method(), url, headers, call.body());
    }

    private static List<Header> proof(Optional<Secret> key) {
        return key.map(text -> new Header("x-api-key", text.reveal())).stream().toList();
    }

    @Override
    public ReplyReader reader(RawRequest request, Thoughts thoughts) {
        return new AnthropicReplyReader();
    }

    @Override
    public UpstreamError error(Bytes body) {
        return AnthropicErrors.read(body);
    }

    @Override
    public OutboundRequest listing(Backend backend) {
        List<Header> headers = new ArrayList<>(List.of(VERSION));
        headers.addAll(proof(Credentials.of(backend)));
        return backend.request("GET", URI.create(backend.baseUrl() + "/v1/models?limit=1000"), headers, List.of());
    }
}
