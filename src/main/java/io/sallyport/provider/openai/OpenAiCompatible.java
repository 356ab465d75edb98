package io.sallyport.provider.openai;

import io.sallyport.dialect.ProviderChat;
import io.sallyport.dialect.ReplyReader;
import io.sallyport.dialect.ReplyReader.Thoughts;
import io.sallyport.dialect.ReplyReader.UpstreamError;
import io.sallyport.dialect.openai.OpenAiErrors;
import io.sallyport.dialect.openai.OpenAiProviderChat;
import io.sallyport.dialect.openai.OpenAiReplyReader;
import io.sallyport.inference.Operation;
import io.sallyport.inference.RawRequest;
import io.sallyport.json.Json;
import io.sallyport.lang.Bytes;
import io.sallyport.lang.Header;
import io.sallyport.lang.Secret;
import io.sallyport.net.OutboundRequest;
import io.sallyport.provider.Backend;
import io.sallyport.provider.Backend.Credential;
import io.sallyport.provider.Credentials;
import io.sallyport.provider.Provider;
import io.sallyport.provider.ProviderCall;
import io.sallyport.provider.openai.Quirks.Auth;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// A vendor or local server that speaks OpenAI's form, with its few quirks.
public final class OpenAiCompatible implements Provider {
    private static final String PREFIX = "/v1";

    /// Paths with ids in them are many; beyond this the memory starts anew.
    private static final int MOST_ADDRESSES = 1_000;

    private final String kind;
    private final String description;
    private final URI defaultBaseUrl;
    private final Quirks quirks;
    private final ProviderChat chat;
    private final Map<Place, URI> addresses = new ConcurrentHashMap<>();

    public OpenAiCompatible(String kind, String description, String defaultBaseUrl, Quirks quirks) {
        this.kind = kind;
        this.description = description;
        this.defaultBaseUrl = URI.create(defaultBaseUrl);
        this.quirks = quirks;
        this.chat = new OpenAiProviderChat(quirks.chatCap(), quirks.chatSeed(), quirks.lacking());
    }

    @Override
    public String kind() {
        return kind;
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public URI defaultBaseUrl() {
        return defaultBaseUrl;
    }

    @Override
    public boolean serves(Operation operation, String dialect) {
        return dialect.equals("openai")
                && operation != Operation.MESSAGE
                && (operation != Operation.RERANK || quirks.reranks())
                && (quirks.operations().isEmpty() || quirks.operations().contains(operation));
    }

    @Override
    public Optional<ProviderChat> chat() {
        return serves(Operation.CHAT, "openai") ? Optional.of(chat) : Optional.empty();
    }

    @Override
    public Bytes spelled(RawRequest request, String model) {
        return request.contentType().startsWith("multipart/")
                ? Bytes.of(model)
                : Json.of(model).bytes();
    }

    @Override
    public OutboundRequest request(ProviderCall call) {
        Backend backend = call.backend();
        RawRequest request = call.request();
        List<Header> headers = new ArrayList<>(call.headers());
        if (!request.contentType().isEmpty()) {
            headers.add(new Header("content-type", request.contentType()));
        }
        headers.addAll(proof(backend, Credentials.of(call)));
        return backend.request(
                request.method(), address(backend, request.path(), request.query()), headers, body(call));
    }

    /// Tells the cap, and asks for usage at the end of a stream when the client did not (requirement Q8).
    private List<Bytes> body(ProviderCall call) {
        boolean ask = call.request().facts().stream()
                && !call.request().facts().usageAsked()
                && quirks.streamUsage()
                && (call.request().operation() == Operation.CHAT
                        || call.request().operation() == Operation.COMPLETION);
        List<Bytes> capped = OutputCap.in(call, quirks.chatCap());
        return ask ? StreamOptions.withUsage(capped, call.request().body()) : capped;
    }

    /// Tokens are shown in the one way everywhere.
    private List<Header> proof(Backend backend, Optional<Secret> key) {
        if (key.isEmpty()) {
            return List.of();
        }
        Auth auth = backend.credential() instanceof Credential.Token ? Auth.BEARER : quirks.auth();
        return switch (auth) {
            case BEARER ->
                List.of(new Header("authorization", "Bearer " + key.get().reveal()));
            case API_KEY_HEADER -> List.of(new Header("api-key", key.get().reveal()));
        };
    }

    private URI address(Backend backend, String path, String query) {
        Place place = new Place(backend.baseUrl(), path);
        URI known = addresses.get(place);
        if (known == null) {
            known = address(place);
            addresses.put(place, known);
        }
        return query.isEmpty() ? known : URI.create(known + "?" + query);
    }

    private URI address(Place place) {
        String path = place.path();
        String tail = path.startsWith(PREFIX + "/") ? quirks.pathPrefix() + path.substring(PREFIX.length()) : path;
        if (addresses.size() > MOST_ADDRESSES) {
            addresses.clear();
        }
        return URI.create(place.base() + tail);
    }

    /// A path at a backend; parsing its address costs more than finding it again.
    private record Place(URI base, String path) {}

    @Override
    public ReplyReader reader(RawRequest request, Thoughts thoughts) {
        return new OpenAiReplyReader(request, thoughts);
    }

    @Override
    public UpstreamError error(Bytes body) {
        return OpenAiErrors.read(body);
    }

    @Override
    public OutboundRequest listing(Backend backend) {
        URI models = address(backend, PREFIX + "/models", "");
        return backend.request("GET", models, proof(backend, Credentials.of(backend)), List.of());
    }
}
