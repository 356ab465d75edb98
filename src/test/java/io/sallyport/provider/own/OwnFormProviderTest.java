package io.sallyport.provider.own;

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
import io.sallyport.testkit.SomeBackend;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OwnFormProviderTest {
    private static final OwnFormProvider OLLAMA = new OwnFormProvider(OwnForm.ollama());
    private static final OwnFormProvider COHERE = new OwnFormProvider(OwnForm.cohere());
    private static final String CHAT = "{\"model\":\"m\",\"messages\":[]}";

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
        30s  | "keep_alive":"30s"
        -1   | "keep_alive":-1
        3600 | "keep_alive":3600
        """)
    void keepsModelsLoadedAsLongAsTheBackendSays(String option, String expected) {
        Backend backend = backend(Map.of("keep_alive", option));

        assertThat(sent(OLLAMA, backend, Operation.EMBEDDING, CHAT, Optional.empty()))
                .isEqualTo("{\"model\":\"m\",\"messages\":[]," + expected + "}");
    }

    @Test
    void givesChatsTheRoomTheBackendSays() {
        Backend backend = backend(Map.of("num_ctx", "8192"));

        assertThat(sent(OLLAMA, backend, Operation.CHAT, CHAT, Optional.empty()))
                .isEqualTo("{\"model\":\"m\",\"messages\":[],\"options\":{\"num_ctx\":8192}}");
        assertThat(sent(OLLAMA, backend, Operation.CHAT, "{\"options\":{\"seed\":1}}", Optional.of(64L)))
                .isEqualTo("{\"options\":{\"seed\":1,\"num_predict\":64,\"num_ctx\":8192}}");
    }

    @Test
    void leavesBodiesAloneWithoutOptionsThatSaySomething() {
        assertThat(sent(OLLAMA, backend(Map.of()), Operation.CHAT, CHAT, Optional.empty()))
                .isEqualTo(CHAT);
        assertThat(sent(OLLAMA, backend(Map.of("num_ctx", "plenty")), Operation.CHAT, CHAT, Optional.empty()))
                .isEqualTo(CHAT);
        assertThat(sent(OLLAMA, backend(Map.of("num_ctx", "8192")), Operation.EMBEDDING, CHAT, Optional.empty()))
                .isEqualTo(CHAT);
    }

    @Test
    void capsAnswersOfClientsThatNamedNoCap() {
        assertThat(sent(COHERE, backend(Map.of()), Operation.CHAT, "{\"model\":\"m\"}", Optional.of(64L)))
                .isEqualTo("{\"model\":\"m\",\"max_tokens\":64}");
        assertThat(sent(COHERE, backend(Map.of()), Operation.CHAT, "{\"max_tokens\":7}", Optional.of(64L)))
                .isEqualTo("{\"max_tokens\":7}");
    }

    @Test
    void showsTheKeyOnlyWhereThereIsOne() {
        Backend named = SomeBackend.named("cloud")
                .shown(new Credential.Own(Secret.of("a-key")))
                .make();

        assertThat(COHERE.listing(named).headers()).contains(new Header("authorization", "Bearer a-key"));
        assertThat(COHERE.listing(named).url()).hasToString("http://cloud.example/v1/models?page_size=1000");
        assertThat(OLLAMA.listing(backend(Map.of())).headers()).isEmpty();
    }

    private static Backend backend(Map<String, String> options) {
        return SomeBackend.named("local").options(options).make();
    }

    private static String sent(
            OwnFormProvider provider, Backend backend, Operation operation, String body, Optional<Long> cap) {
        RawRequest request = new RawRequest(
                operation, "POST", "/api/chat", "", "application/json", Bytes.of(body), RequestFacts.NONE);
        OutboundRequest sent = provider.request(
                new ProviderCall(backend, request, "m", List.of(request.body()), List.of(), cap, Optional.empty()));
        return sent.body().stream().map(Bytes::text).collect(Collectors.joining());
    }
}
