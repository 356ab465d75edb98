package io.sallyport.provider.google;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.dialect.ReplyReader.UpstreamError;
import io.sallyport.inference.Operation;
import io.sallyport.inference.RawRequest;
import io.sallyport.inference.RequestFacts;
import io.sallyport.json.Json;
import io.sallyport.lang.Bytes;
import io.sallyport.lang.Header;
import io.sallyport.lang.RefusedException;
import io.sallyport.lang.Secret;
import io.sallyport.net.OutboundRequest;
import io.sallyport.provider.Backend;
import io.sallyport.provider.Backend.Credential;
import io.sallyport.provider.Provider;
import io.sallyport.provider.ProviderCall;
import io.sallyport.provider.TokenGrant;
import io.sallyport.testkit.SomeBackend;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Addresses, proofs and refusals of Google's surfaces.
@Tag("PR31")
class GoogleProvidersTest {
    private static final Provider GEMINI = new GeminiProvider();
    private static final Provider VERTEX = new VertexProvider();
    private static final Provider CLAUDE = new VertexAnthropicProvider();
    private static final Credential TOKEN = new Credential.Own(Secret.of("ya29.kept-fresh"));
    private static final String CONTENTS = "{\"contents\":[]}";

    @ParameterizedTest
    @CsvSource({
        "europe-west4, https://europe-west4-aiplatform.googleapis.com/v1/projects/acme/locations/europe-west4",
        "global, https://aiplatform.googleapis.com/v1/projects/acme/locations/global"
    })
    void asksWhereTheLocationIs(String location, String under) {
        Backend backend = vertex(Map.of("project", "acme", "location", location));

        OutboundRequest request = VERTEX.request(call(backend, content("generateContent"), Optional.empty()));

        assertThat(request.url()).hasToString(under + "/publishers/google/models/gemini-x:generateContent");
        assertThat(request.headers()).contains(new Header("authorization", "Bearer ya29.kept-fresh"));
    }

    @Test
    void takesTheOlderNamesOfOptionsAndStaysAtADeclaredAddress() {
        Backend backend = backend("https://vertex.example", TOKEN)
                .with(Map.of(
                        "vertex_project", "acme",
                        "vertex_location", "us-central1",
                        "anthropic_version", "vertex-2099-01-01"));

        OutboundRequest request = CLAUDE.request(call(backend, message(), Optional.empty()));

        assertThat(request.url())
                .hasToString(
                        "https://vertex.example/v1/projects/acme/locations/us-central1/publishers/anthropic/models/"
                                + "claude-x:rawPredict");
        assertThat(sent(request).get("anthropic_version").text()).isEqualTo("vertex-2099-01-01");
    }

    @Test
    void refusesToGuessAProject() {
        for (Map<String, String> options : List.<Map<String, String>>of(
                Map.of(), Map.of("project", "acme/../other"), Map.of("project", "acme", "location", "eu?x"))) {
            assertThatThrownBy(
                            () -> VERTEX.request(call(vertex(options), content("generateContent"), Optional.empty())))
                    .isInstanceOfSatisfying(
                            RefusedException.class,
                            refused -> assertThat(refused.refusal().toString()).contains("'google'", "project"));
        }
    }

    @Test
    void fetchesTokensWithAKeyOfAnAccountOnly() {
        Secret file = AccountFile.at("https://oauth2.googleapis.com/token").text();
        Backend account = backend("https://aiplatform.googleapis.com", new Credential.Own(file));
        TokenGrant grant = VERTEX.grant(account).orElseThrow();

        assertThat(VERTEX.grant(account)).containsSame(grant);
        assertThat(CLAUDE.grant(account)).contains(grant);
        assertThat(VERTEX.grant(vertex(Map.of()))).isEmpty();
    }

    @Test
    void namesTheBackendWhoseKeyIsNone() {
        Credential broken =
                new Credential.Own(Secret.of("{\"type\":\"authorized_user\",\"refresh_token\":\"1//s3cret\"}"));

        assertThatThrownBy(() -> VERTEX.grant(backend("https://aiplatform.googleapis.com", broken)))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.refusal().toString())
                                .contains("'google'")
                                .doesNotContain("s3cret"));
    }

    @Test
    void capsAnswersWhereTheClientNamedNoCap() {
        RawRequest asked = content("streamGenerateContent", "{\"contents\":[],\"generationConfig\":{\"topK\":4}}");

        OutboundRequest request = GEMINI.request(call(backend("https://g.example", TOKEN), asked, Optional.of(70L)));

        assertThat(request.url()).hasToString("https://g.example/v1beta/models/gemini-x:streamGenerateContent?alt=sse");
        assertThat(sent(request))
                .isEqualTo(Json.parse("{\"contents\":[],\"generationConfig\":{\"topK\":4,\"maxOutputTokens\":70}}"));
        assertThat(sent(GEMINI.request(
                        call(backend("https://g.example", TOKEN), content("generateContent"), Optional.of(70L)))))
                .isEqualTo(Json.parse("{\"contents\":[],\"generationConfig\":{\"maxOutputTokens\":70}}"));
    }

    @Test
    void relaysBodiesItCannotRead() {
        RawRequest odd = content("generateContent", "{not json");

        OutboundRequest request = GEMINI.request(call(backend("https://g.example", TOKEN), odd, Optional.of(70L)));

        assertThat(request.body()).containsExactly(odd.body());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"error":{"code":429,"status":"RESOURCE_EXHAUSTED","message":"m","details":[{"retryDelay":"3s"}]}} | rate_limit_error     | PT3S
            [{"error":{"code":429,"status":"RESOURCE_EXHAUSTED","message":"m","details":[{"retryDelay":"0.2s"}]}}] | rate_limit_error | PT1S
            {"error":{"code":429,"status":"RESOURCE_EXHAUSTED","message":"m","details":[{"retryDelay":"soon"}]}} | rate_limit_error   |
            {"error":{"code":403,"status":"PERMISSION_DENIED","message":"m"}}                                  | authentication_error |
            {"error":{"code":400,"status":"INVALID_ARGUMENT","message":"m","details":[{"reason":"API_KEY_INVALID"}]}} | authentication_error |
            {"error":{"code":400,"status":"INVALID_ARGUMENT","message":"m"}}                                   | INVALID_ARGUMENT     |
            """)
    void understandsRefusals(String body, String type, Duration wait) {
        for (Provider provider : List.of(GEMINI, VERTEX, CLAUDE)) {
            assertThat(provider.error(Bytes.of(body)))
                    .isEqualTo(new UpstreamError("m", type, "", Optional.ofNullable(wait)));
        }
    }

    @Test
    void understandsRefusalsOfAnthropicAndPagesThatAreNone() {
        assertThat(CLAUDE.error(Bytes.of(
                                "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Full.\"}}"))
                        .type())
                .isEqualTo("overloaded_error");
        assertThat(VERTEX.error(Bytes.of("<html>"))).isEqualTo(new UpstreamError("", "", ""));
        assertThat(VERTEX.error(Bytes.of("{\"error\":\"odd\"}"))).isEqualTo(new UpstreamError("", "", ""));
    }

    @Test
    void listsWhatPublishersHave() {
        URI google = VERTEX.listing(vertex(Map.of())).url();
        URI anthropic = CLAUDE.listing(vertex(Map.of())).url();

        assertThat(google)
                .hasToString("https://aiplatform.googleapis.com/v1beta1/publishers/google/models?pageSize=100");
        assertThat(anthropic)
                .hasToString("https://aiplatform.googleapis.com/v1beta1/publishers/anthropic/models?pageSize=100");
        assertThat(GEMINI.listing(backend("https://g.example", TOKEN)).url())
                .hasToString("https://g.example/v1beta/openai/models");
    }

    private static Json sent(OutboundRequest request) {
        return Json.parse(request.body().getFirst());
    }

    private static RawRequest content(String method) {
        return content(method, CONTENTS);
    }

    private static RawRequest content(String method, String body) {
        return request(Operation.CONTENT, "/v1beta/models/gemini-x:" + method, body, "gemini-x");
    }

    private static RawRequest message() {
        return request(Operation.MESSAGE, "/v1/messages", "{\"model\":\"claude-x\"}", "claude-x");
    }

    private static RawRequest request(Operation operation, String path, String body, String model) {
        RequestFacts facts = new RequestFacts(Optional.of(model), Optional.empty(), false, false, Optional.empty(), 1);
        return new RawRequest(operation, "POST", path, "", "application/json", Bytes.of(body), facts);
    }

    private static Backend vertex(Map<String, String> options) {
        return backend("https://aiplatform.googleapis.com", TOKEN).with(options);
    }

    private static Backend backend(String url, Credential credential) {
        return SomeBackend.named("google")
                .kind("vertex")
                .at(url)
                .shown(credential)
                .make();
    }

    private static ProviderCall call(Backend backend, RawRequest request, Optional<Long> cap) {
        return new ProviderCall(backend, request, "model", List.of(request.body()), List.of(), cap, Optional.empty());
    }
}
