package io.sallyport.provider.azure;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.inference.Operation;
import io.sallyport.inference.RawRequest;
import io.sallyport.inference.RequestFacts;
import io.sallyport.lang.Bytes;
import io.sallyport.lang.Header;
import io.sallyport.lang.Secret;
import io.sallyport.net.OutboundRequest;
import io.sallyport.provider.Backend;
import io.sallyport.provider.Backend.Credential;
import io.sallyport.provider.ProviderCall;
import io.sallyport.provider.TokenGrant;
import io.sallyport.testkit.SomeBackend;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("PR11")
class AzureProviderTest {
    private static final AzureProvider AZURE = new AzureProvider();
    private static final Credential KEY = new Credential.Own(Secret.of("an-api-key"));

    @ParameterizedTest
    @CsvSource({
        "/v1/chat/completions, https://west.example/openai/deployments/gpt%20mini/chat/completions?api-version=2024-10-21",
        "/v1/embeddings, https://west.example/openai/deployments/gpt%20mini/embeddings?api-version=2024-10-21",
        "/v1/files, https://west.example/openai/files?api-version=2024-10-21"
    })
    void asksADeploymentInAVersion(String path, URI expected) {
        OutboundRequest request = AZURE.request(call(backend(KEY, Map.of("api_version", "2024-10-21")), path));

        assertThat(request.url()).isEqualTo(expected);
        assertThat(request.headers()).contains(new Header("api-key", "an-api-key"));
    }

    @Test
    @Tag("PR12")
    void takesTheDeploymentOfAnAlias() {
        Backend backend = backend(KEY, Map.of("api_version", "2024-10-21"))
                .with(Map.of("deployment", "special", "api_version", "2025-01-01-preview"));

        assertThat(AZURE.request(call(backend, "/v1/chat/completions")).url())
                .hasToString("https://west.example/openai/deployments/special/chat/completions"
                        + "?api-version=2025-01-01-preview");
    }

    @Test
    void asksTheCurrentSurfaceWithoutAVersion() {
        assertThat(AZURE.request(call(backend(KEY, Map.of()), "/v1/chat/completions"))
                        .url())
                .hasToString("https://west.example/openai/v1/chat/completions");
        assertThat(AZURE.listing(backend(KEY, Map.of())).url()).hasToString("https://west.example/openai/v1/models");
    }

    @Test
    void fetchesTokensForApplications() {
        Credential application = new Credential.Own(Secret.of("tenant:client:s3:cret"));

        TokenGrant grant = AZURE.grant(backend(application, Map.of())).orElseThrow();

        assertThat(grant.endpoint()).hasToString("https://login.microsoftonline.com/tenant/oauth2/v2.0/token");
        assertThat(grant.form(Instant.EPOCH))
                .containsEntry("client_id", "client")
                .containsEntry("client_secret", "s3:cret")
                .containsEntry("scope", "https://cognitiveservices.azure.com/.default");
        assertThat(AZURE.grant(backend(KEY, Map.of()))).isEmpty();
    }

    @Test
    void showsTokensAsTokens() {
        Credential application = new Credential.Own(Secret.of("tenant:client:secret"));
        TokenGrant grant = AZURE.grant(backend(application, Map.of())).orElseThrow();
        Backend backend = backend(new Credential.Token(Secret.of("fetched"), grant), Map.of());

        assertThat(AZURE.request(call(backend, "/v1/chat/completions")).headers())
                .contains(new Header("authorization", "Bearer fetched"))
                .noneMatch(header -> header.isNamed("api-key"));
    }

    private static Backend backend(Credential credential, Map<String, String> options) {
        return SomeBackend.named("west")
                .kind("azure")
                .at("https://west.example")
                .shown(credential)
                .options(options)
                .make();
    }

    private static ProviderCall call(Backend backend, String path) {
        RawRequest request = new RawRequest(
                Operation.CHAT, "POST", path, "", "application/json", Bytes.of("{\"model\":\"x\"}"), RequestFacts.NONE);
        return new ProviderCall(
                backend, request, "gpt mini", List.of(request.body()), List.of(), Optional.empty(), Optional.empty());
    }
}
