package io.sallyport.provider.own;

import io.sallyport.dialect.Conversion;
import io.sallyport.dialect.ParsedReader;
import io.sallyport.dialect.PlainErrors;
import io.sallyport.dialect.ProviderChat;
import io.sallyport.dialect.ReplyReader;
import io.sallyport.dialect.ReplyReader.Thoughts;
import io.sallyport.dialect.ReplyReader.UpstreamError;
import io.sallyport.dialect.openai.OpenAiReplyReader;
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

/// A vendor with a form of its own and a key that is shown as it is.
public final class OwnFormProvider implements Provider {
    private final OwnForm form;

    public OwnFormProvider(OwnForm form) {
        this.form = form;
    }

    @Override
    public String kind() {
        return form.kind();
    }

    @Override
    public String description() {
        return form.description();
    }

    @Override
    public URI defaultBaseUrl() {
        return form.url();
    }

    @Override
    public boolean serves(Operation operation, String dialect) {
        return false;
    }

    @Override
    public Optional<ProviderChat> chat() {
        return Optional.of(form.chat());
    }

    @Override
    public Optional<Conversion> conversion(Operation operation) {
        return Optional.ofNullable(form.conversions().get(operation));
    }

    @Override
    public OutboundRequest request(ProviderCall call) {
        RawRequest request = call.request();
        Backend backend = call.backend();
        List<Header> headers = new ArrayList<>(call.headers());
        headers.add(new Header("content-type", request.contentType()));
        headers.addAll(proof(Credentials.of(call)));
        URI url = URI.create(backend.baseUrl() + request.path());
        return backend.request(request.method(), url, headers, form.body().apply(call));
    }

    private static List<Header> proof(Optional<Secret> key) {
        return key.map(secret -> new Header("authorization", "Bearer " + secret.reveal())).stream()
                .toList();
    }

    @Override
    public ReplyReader reader(RawRequest request, Thoughts thoughts) {
        return request.operation() == Operation.CHAT
                ? new ParsedReader(form.watch())
                : new OpenAiReplyReader(request, thoughts);
    }

    @Override
    public UpstreamError error(Bytes body) {
        return PlainErrors.read(body);
    }

    @Override
    public OutboundRequest listing(Backend backend) {
        URI url = URI.create(backend.baseUrl() + form.listing());
        return backend.request("GET", url, proof(Credentials.of(backend)), List.of());
    }
}
