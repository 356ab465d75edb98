package io.sallyport.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sallyport.dialect.Losses;
import io.sallyport.dialect.ProviderChat;
import io.sallyport.dialect.openai.OpenAiClientDialect;
import io.sallyport.inference.ChatRequest;
import io.sallyport.inference.Operation;
import io.sallyport.inference.RawRequest;
import io.sallyport.inference.RequestFacts;
import io.sallyport.json.Json;
import io.sallyport.lang.Bytes;
import io.sallyport.lang.Header;
import io.sallyport.lang.RefusedException;
import io.sallyport.lang.Secret;
import io.sallyport.net.OutboundRequest;
import io.sallyport.net.OutboundRequest.Trust;
import io.sallyport.provider.Backend;
import io.sallyport.provider.Backend.Credential;
import io.sallyport.provider.BaseUrl;
import io.sallyport.provider.ProviderCall;
import io.sallyport.provider.openai.Quirks.Auth;
import io.sallyport.testkit.SomeBackend;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiCompatibleTest {
    private static final OpenAiCompatible PLAIN = new OpenAiCompatible("openai", "x", "http://x", Quirks.NONE);

    @ParameterizedTest
    @Tag("PR32")
    @CsvSource({
        "https://api.example, https://api.example/v1/chat/completions",
        "https://api.example/, https://api.example/v1/chat/completions",
        "https://api.example/v1, https://api.example/v1/chat/completions",
        "https://api.example/v1/, https://api.example/v1/chat/completions",
        "https://api.example/team/v1, https://api.example/team/v1/chat/completions"
    })
    void neverDoublesTheVersion(String base, String expected) {
        OutboundRequest request = PLAIN.request(call(backend(base, new Credential.None()), "{}", false));

        assertThat(request.url()).isEqualTo(URI.create(expected));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ftp://x", "api.example", "http://user@host", "http://host?x=1", "http://host#x", "http://"})
    void refusesAddressesThatAreNone(String base) {
        assertThat(catchThrowableOfType(IllegalArgumentException.class, () -> BaseUrl.of(base)))
                .isNotNull();
    }

    @Test
    @Tag("PR13")
    void callsTheSeedOfTranslatedChatsWhatTheServerCallsIt() {
        ProviderChat chat = new OpenAiCompatible("m", "M.", "https://m.example", Quirks.NONE.seeding("random_seed"))
                .chat()
                .orElseThrow();
        Losses losses = new Losses();
        ChatRequest asked = new OpenAiClientDialect()
                .chat(Operation.CHAT)
                .read(
                        Json.parse(
                                "{\"model\":\"m\",\"seed\":7,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}"),
                        losses);

        Json sent = chat.write(asked, 10, losses);

        assertThat(sent.get("random_seed").asLong()).isEqualTo(7);
        assertThat(sent.get("seed").isMissing()).isTrue();
        assertThat(losses.line()).isEmpty();
    }

    @Test
    @Tag("PR20")
    void leavesOutWhatTheServerRefusesAChatFor() {
        ProviderChat chat = new OpenAiCompatible("m", "M.", "https://m.example", Quirks.NONE.lacking("user", "store"))
                .chat()
                .orElseThrow();
        Losses losses = new Losses();
        ChatRequest asked = new OpenAiClientDialect()
                .chat(Operation.CHAT)
                .read(
                        Json.parse("{\"model\":\"m\",\"user\":\"u\",\"prompt_cache_key\":\"k\",\"messages\":[]}"),
                        losses);

        Json sent = chat.write(asked, 10, losses);

        assertThat(sent.get("user").isMissing()).isTrue();
        assertThat(sent.get("prompt_cache_key").text()).isEqualTo("k");
        assertThat(losses.line()).isEqualTo("dropped=user");
    }

    @Test
    @Tag("DA38")
    @Tag("PR25")
    void showsTheBackendsOwnKey() {
        Backend backend = backend("https://api.example", new Credential.Own(Secret.of("sk-own")));

        assertThat(PLAIN.request(call(backend, "{}", false)).headers())
                .contains(new Header("authorization", "Bearer sk-own"));
        OpenAiCompatible azure = new OpenAiCompatible(
                "azure", "x", "http://x", Quirks.NONE.with(Auth.API_KEY_HEADER).under("/openai/v1"));
        OutboundRequest request = azure.request(call(backend, "{}", false));
        assertThat(request.headers()).contains(new Header("api-key", "sk-own"));
        assertThat(request.url().getPath()).isEqualTo("/openai/v1/chat/completions");
    }

    @Test
    @Tag("PR28")
    void namesTheBackendWhoseVariableIsNotSet() {
        Backend backend = backend("https://api.example", new Credential.Missing("SOME_KEY"));

        RefusedException refused =
                catchThrowableOfType(RefusedException.class, () -> PLAIN.request(call(backend, "{}", false)));

        assertThat(refused.refusal().code()).isEqualTo("provider_credential_missing");
        assertThat(refused.refusal().toString()).contains("east").doesNotContain("SOME_KEY");
    }

    @ParameterizedTest
    @Tag("D09")
    @ValueSource(
            strings = {
                "{\"stream\":true}",
                "{\"stream\":true,\"stream_options\":null} ",
                "{\"stream\":true,\"stream_options\":{}}\n",
                "{\"stream\":true,\"stream_options\":{\"include_usage\":false,\"x\":1},\"z\":2}"
            })
    void asksForUsageOnStreams(String body) {
        OutboundRequest request =
                PLAIN.request(call(backend("https://api.example", new Credential.None()), body, true));

        Json sent = Json.parse(request.body().stream().map(Bytes::text).collect(Collectors.joining()));
        assertThat(sent.path("stream_options.include_usage").bool()).isTrue();
        assertThat(sent.get("stream").bool()).isTrue();
        assertThat(sent.get("z").isPresent()).isEqualTo(body.contains("z"));
    }

    @Test
    void sendsTheVeryBytesOfOtherCalls() {
        OutboundRequest request =
                PLAIN.request(call(backend("https://api.example", new Credential.None()), "{ \"odd\" :1 }", false));

        assertThat(request.body()).containsExactly(Bytes.of("{ \"odd\" :1 }"));
    }

    @Test
    @Tag("PR7")
    void checksCertificatesUnlessSwitchedOff() {
        Backend backend = backend("https://api.example", new Credential.None());

        assertThat(PLAIN.request(call(backend, "{}", false)).trust()).isEqualTo(Trust.VERIFY);
        assertThat(PLAIN.listing(backend).url()).isEqualTo(URI.create("https://api.example/v1/models"));
    }

    @Test
    void spellsModelsAsTheBodyNeedsThem() {
        RawRequest json = request("{}", false);
        RawRequest form = new RawRequest(
                Operation.TRANSCRIPTION,
                "POST",
                "/v1/x",
                "",
                "multipart/form-data; boundary=x",
                Bytes.EMPTY,
                RequestFacts.NONE);

        assertThat(PLAIN.spelled(json, "a\"b").text()).isEqualTo("\"a\\\"b\"");
        assertThat(PLAIN.spelled(form, "whisper").text()).isEqualTo("whisper");
    }

    private static Backend backend(String base, Credential credential) {
        return SomeBackend.named("east").at(base).shown(credential).make();
    }

    private static ProviderCall call(Backend backend, String body, boolean stream) {
        RawRequest request = request(body, stream);
        return new ProviderCall(
                backend, request, "m", List.of(request.body()), List.of(), Optional.empty(), Optional.empty());
    }

    private static RawRequest request(String body, boolean stream) {
        RequestFacts facts = new RequestFacts(Optional.of("m"), Optional.empty(), stream, false, Optional.empty(), 1);
        return new RawRequest(
                Operation.CHAT, "POST", "/v1/chat/completions", "", "application/json", Bytes.of(body), facts);
    }
}
