package io.sallyport.provider.azure;

import io.sallyport.dialect.ProviderChat;
import io.sallyport.dialect.ReplyReader;
import io.sallyport.dialect.ReplyReader.Thoughts;
import io.sallyport.dialect.ReplyReader.UpstreamError;
import io.sallyport.inference.Operation;
import io.sallyport.inference.RawRequest;
import io.sallyport.inference.RequestFacts;
import io.sallyport.lang.Bytes;
import io.sallyport.net.OutboundRequest;
import io.sallyport.provider.Backend;
import io.sallyport.provider.Provider;
import io.sallyport.provider.ProviderCall;
import io.sallyport.provider.TokenGrant;
import io.sallyport.provider.openai.OpenAiCompatible;
import io.sallyport.provider.openai.Quirks;
import io.sallyport.provider.openai.Quirks.Auth;
import java.net.URI;
import java.util.Optional;

/// Azure OpenAI: OpenAI's form at resources of one's own.
///
/// Without more it is the surface `/openai/v1`. With the option `api_version` it is the older one, where every
/// model is a deployment: the model of a target, or the option `deployment`. The credential is an API key, or
/// an application of Microsoft Entra.
/// Source: Azure OpenAI documentation, API version lifecycle, REST API reference.
public final class AzureProvider implements Provider {
    private static final String KIND = "azure";
    private static final String DESCRIPTION = "Azure OpenAI, one resource per backend.";
    private static final String NOWHERE = "https://unset.openai.azure.com";
    private static final Quirks QUIRKS =
            Quirks.NONE.under("/openai/v1").with(Auth.API_KEY_HEADER).cappingCompletions();

    /// From this version on usage can be asked for in streams, and the cap has its new name.
    private static final String WITH_STREAM_USAGE = "2024-09-01";

    private final OpenAiCompatible current = new OpenAiCompatible(KIND, DESCRIPTION, NOWHERE, QUIRKS);
    private final OpenAiCompatible former = new OpenAiCompatible(
            KIND, DESCRIPTION, NOWHERE, Quirks.NONE.with(Auth.API_KEY_HEADER).withoutStreamUsage());

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public String description() {
        return DESCRIPTION;
    }

    @Override
    public URI defaultBaseUrl() {
        return URI.create(NOWHERE);
    }

    @Override
    public boolean serves(Operation operation, String dialect) {
        return current.serves(operation, dialect);
    }

    @Override
    public Optional<ProviderChat> chat() {
        return current.chat();
    }

    @Override
    public Bytes spelled(RawRequest request, String model) {
        return current.spelled(request, model);
    }

    @Override
    public Optional<TokenGrant> grant(Backend backend) {
        return EntraAccount.of(backend).map(TokenGrant.class::cast);
    }

    @Override
    public OutboundRequest request(ProviderCall call) {
        Optional<String> version = call.backend().option("api_version");
        if (version.isEmpty()) {
            return current.request(call);
        }
        OutboundRequest request = spoken(version.get()).request(call);
        String name = call.backend().option("deployment").orElse(call.model());
        return at(new Deployment(version.get(), name).address(call.backend().baseUrl(), call.request()), request);
    }

    private OpenAiCompatible spoken(String version) {
        return version.compareTo(WITH_STREAM_USAGE) < 0 ? former : current;
    }

    private static OutboundRequest at(URI url, OutboundRequest request) {
        return new OutboundRequest(
                request.method(), url, request.headers(), request.body(), request.firstByte(), request.trust());
    }

    @Override
    public ReplyReader reader(RawRequest request, Thoughts thoughts) {
        return current.reader(request, thoughts);
    }

    @Override
    public UpstreamError error(Bytes body) {
        return current.error(body);
    }

    @Override
    public OutboundRequest listing(Backend backend) {
        OutboundRequest request = current.listing(backend);
        RawRequest models =
                new RawRequest(Operation.OTHER, "GET", "/v1/models", "", "", Bytes.EMPTY, RequestFacts.NONE);
        return backend.option("api_version")
                .map(version -> at(new Deployment(version, "").address(backend.baseUrl(), models), request))
                .orElse(request);
    }
}
