package io.sallyport.provider.bedrock;

import io.sallyport.crypto.AwsAccount;
import io.sallyport.crypto.AwsSignature;
import io.sallyport.dialect.Conversion;
import io.sallyport.dialect.ParsedReader;
import io.sallyport.dialect.PlainErrors;
import io.sallyport.dialect.ProviderChat;
import io.sallyport.dialect.ReplyReader;
import io.sallyport.dialect.ReplyReader.Thoughts;
import io.sallyport.dialect.ReplyReader.UpstreamError;
import io.sallyport.dialect.bedrock.BedrockEmbeddings;
import io.sallyport.dialect.bedrock.BedrockImages;
import io.sallyport.dialect.bedrock.BedrockRerank;
import io.sallyport.dialect.bedrock.ConverseChat;
import io.sallyport.dialect.bedrock.ConverseWatch;
import io.sallyport.dialect.openai.OpenAiReplyReader;
import io.sallyport.inference.Operation;
import io.sallyport.inference.RawRequest;
import io.sallyport.lang.Bytes;
import io.sallyport.lang.Header;
import io.sallyport.lang.Refusal.UpstreamFailed;
import io.sallyport.lang.RefusedException;
import io.sallyport.lang.Secret;
import io.sallyport.net.OutboundRequest;
import io.sallyport.provider.Backend;
import io.sallyport.provider.BodyCap;
import io.sallyport.provider.Credentials;
import io.sallyport.provider.Provider;
import io.sallyport.provider.ProviderCall;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Amazon Bedrock: chats of every maker by Converse, embeddings, pictures and rankings by InvokeModel.
///
/// Its credential is an API key of Bedrock, or access keys as `id:secret` or `id:secret:session token`, with
/// which requests are signed. The region is the option `region`, else the one in the address.
/// Source: Amazon Bedrock API reference; Bedrock user guide, API keys.
public final class BedrockProvider implements Provider {
    private static final String SERVICE = "bedrock";
    private static final Pattern REGION = Pattern.compile("\\.([a-z]{2}(?:-[a-z]+)+-\\d)\\.");
    private static final int UNAVAILABLE = 503;
    private static final ProviderChat CHAT = new ConverseChat();
    private static final Map<Operation, Conversion> CONVERSIONS = Map.of(
            Operation.EMBEDDING, new BedrockEmbeddings(),
            Operation.IMAGE, new BedrockImages(),
            Operation.RERANK, new BedrockRerank());

    private final Clock clock;

    public BedrockProvider(Clock clock) {
        this.clock = clock;
    }

    @Override
    public String kind() {
        return "bedrock";
    }

    @Override
    public String description() {
        return "Amazon Bedrock, one region per backend.";
    }

    @Override
    public URI defaultBaseUrl() {
        return URI.create("https://bedrock-runtime.us-east-1.amazonaws.com");
    }

    @Override
    public boolean serves(Operation operation, String dialect) {
        return false;
    }

    @Override
    public Optional<ProviderChat> chat() {
        return Optional.of(CHAT);
    }

    @Override
    public Optional<Conversion> conversion(Operation operation) {
        return Optional.ofNullable(CONVERSIONS.get(operation));
    }

    @Override
    public OutboundRequest request(ProviderCall call) {
        RawRequest request = call.request();
        Backend backend = call.backend();
        List<Header> headers = new ArrayList<>(call.headers());
        headers.add(new Header("content-type", request.contentType()));
        return signed(
                backend,
                backend.request(
                        request.method(),
                        URI.create(backend.baseUrl() + request.path()),
                        headers,
                        BodyCap.in(call, "inferenceConfig", "maxTokens")),
                Credentials.of(call));
    }

    private OutboundRequest signed(Backend backend, OutboundRequest request, Optional<Secret> credential) {
        if (credential.isEmpty()) {
            return request;
        }
        List<Header> headers = new ArrayList<>(request.headers());
        Optional<AwsAccount> account = AwsAccount.of(credential.get());
        if (account.isEmpty()) {
            headers.add(new Header("authorization", "Bearer " + credential.get().reveal()));
        } else {
            String type = request.body().isEmpty() ? "" : "application/json";
            headers.addAll(new AwsSignature(account.get(), region(backend), SERVICE)
                    .headers(request.method(), request.url(), type, request.body(), clock.instant()));
        }
        return new OutboundRequest(
                request.method(), request.url(), headers, request.body(), request.firstByte(), request.trust());
    }

    private static String region(Backend backend) {
        Matcher found = REGION.matcher(String.valueOf(backend.baseUrl().getHost()));
        return backend.option("region")
                .or(() -> found.find() ? Optional.of(found.group(1)) : Optional.empty())
                .orElseThrow(() -> new RefusedException(new UpstreamFailed(
                        UNAVAILABLE,
                        "provider_region_missing",
                        "The backend '" + backend.name() + "' has no region: neither its address nor its option"
                                + " 'region' names one.")));
    }

    @Override
    public ReplyReader reader(RawRequest request, Thoughts thoughts) {
        return request.operation() == Operation.CHAT
                ? new ParsedReader(new ConverseWatch())
                : new OpenAiReplyReader(request, thoughts);
    }

    @Override
    public UpstreamError error(Bytes body) {
        return PlainErrors.read(body);
    }

    /// The runtime lists nothing; models are listed by the service beside it.
    @Override
    public OutboundRequest listing(Backend backend) {
        String beside = backend.baseUrl().toString().replaceFirst("//bedrock-runtime", "//bedrock");
        return signed(
                backend,
                backend.request("GET", URI.create(beside + "/foundation-models"), List.of(), List.of()),
                Credentials.of(backend));
    }
}
