package io.sallyport.provider.huggingface;

import io.sallyport.dialect.Conversion;
import io.sallyport.dialect.PlainErrors;
import io.sallyport.dialect.ProviderChat;
import io.sallyport.dialect.ReplyReader;
import io.sallyport.dialect.ReplyReader.Thoughts;
import io.sallyport.dialect.ReplyReader.UpstreamError;
import io.sallyport.inference.Operation;
import io.sallyport.inference.RawRequest;
import io.sallyport.lang.Bytes;
import io.sallyport.net.OutboundRequest;
import io.sallyport.provider.Backend;
import io.sallyport.provider.Provider;
import io.sallyport.provider.ProviderCall;
import io.sallyport.provider.openai.OpenAiCompatible;
import io.sallyport.provider.openai.Quirks;
import java.net.URI;
import java.util.Optional;
import java.util.Set;

/// Hugging Face: chats by its router in OpenAI's form, embeddings by feature extraction.
///
/// Source: Hugging Face documentation, inference providers.
public final class HuggingFaceProvider implements Provider {
    private static final Conversion EMBEDDINGS = new FeatureExtraction();

    private final OpenAiCompatible router = new OpenAiCompatible(
            "huggingface",
            "Hugging Face inference: chats and embeddings.",
            "https://router.huggingface.co",
            Quirks.NONE.only(Set.of(Operation.CHAT, Operation.RESPONSE)));

    @Override
    public String kind() {
        return router.kind();
    }

    @Override
    public String description() {
        return router.description();
    }

    @Override
    public URI defaultBaseUrl() {
        return router.defaultBaseUrl();
    }

    @Override
    public boolean serves(Operation operation, String dialect) {
        return router.serves(operation, dialect);
    }

    @Override
    public Optional<ProviderChat> chat() {
        return router.chat();
    }

    @Override
    public Optional<Conversion> conversion(Operation operation) {
        return operation == Operation.EMBEDDING ? Optional.of(EMBEDDINGS) : Optional.empty();
    }

    @Override
    public Bytes spelled(RawRequest request, String model) {
        return router.spelled(request, model);
    }

    @Override
    public OutboundRequest request(ProviderCall call) {
        return router.request(call);
    }

    @Override
    public ReplyReader reader(RawRequest request, Thoughts thoughts) {
        return router.reader(request, thoughts);
    }

    @Override
    public UpstreamError error(Bytes body) {
        UpstreamError plain = PlainErrors.read(body);
        return plain.message().isEmpty() ? router.error(body) : plain;
    }

    @Override
    public OutboundRequest listing(Backend backend) {
        return router.listing(backend);
    }
}
