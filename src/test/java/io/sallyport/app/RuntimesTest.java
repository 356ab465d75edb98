package io.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.app.BuiltIns.Kind;
import io.sallyport.provider.Backend;
import io.sallyport.provider.ModelListing;
import io.sallyport.provider.openai.OpenAiCompatible;
import io.sallyport.provider.openai.Quirks;
import io.sallyport.testkit.Script;
import io.sallyport.testkit.ScriptedUpstream;
import io.sallyport.testkit.UpstreamCalls;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Runtimes on this machine, found without configuration. The usual ports may be taken where tests run, so each
/// kind stands at the port of a scripted server.
final class RuntimesTest {
    private static final Duration TIMEOUT = Duration.ofMinutes(5);
    /// Slow machines may be slow.
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Script ONE_MODEL =
            Script.json(200, "{\"object\":\"list\",\"data\":[{\"id\":\"llama\",\"object\":\"model\"}]}");

    private final UpstreamCalls calls = new UpstreamCalls();
    private final ScriptedUpstream ollama = ScriptedUpstream.start().models(ONE_MODEL);
    private final ScriptedUpstream llamaCpp = ScriptedUpstream.start().models(ONE_MODEL);
    private final ScriptedUpstream vllm = ScriptedUpstream.start().models(ONE_MODEL);

    @AfterEach
    void close() {
        Stream.of(ollama, llamaCpp, vllm).forEach(ScriptedUpstream::close);
        calls.close();
    }

    @Test
    void looksWhereTheRuntimesUsuallyAre() {
        List<String> places = BuiltIns.providers().stream()
                .filter(Kind::local)
                .map(kind -> kind.provider().kind() + " " + kind.provider().defaultBaseUrl())
                .toList();

        assertThat(places)
                .contains(
                        "ollama http://127.0.0.1:11434",
                        "llamacpp http://127.0.0.1:8080",
                        "vllm http://127.0.0.1:8000");
    }

    @Test
    @Tag("PR29")
    void makesABackendOfEveryRuntimeThatListsItsModels() {
        List<Backend> found = found(Map.of());

        assertThat(found).extracting(Backend::name).containsExactly("ollama", "llamacpp", "vllm");
        assertThat(found).extracting(Backend::baseUrl).containsExactly(ollama.url(), llamaCpp.url(), vllm.url());
        assertThat(found).extracting(Backend::timeout).containsOnly(TIMEOUT);
    }

    @Test
    void leavesOutARuntimeThatIsNotRunning() {
        llamaCpp.close();

        assertThat(found(Map.of())).extracting(Backend::name).containsExactly("ollama", "vllm");
    }

    @ParameterizedTest
    @MethodSource("strangers")
    void takesNoOtherServerForARuntime(Script answer) {
        llamaCpp.models(answer);

        assertThat(found(Map.of())).extracting(Backend::name).containsExactly("ollama", "vllm");
    }

    static Stream<Script> strangers() {
        return Stream.of(
                Script.whole(200, "text/html", "<!doctype html><title>A page for every path</title>"),
                Script.json(200, "{}"),
                Script.json(200, "[]"),
                Script.json(200, "\"ok\""),
                Script.json(200, "{\"data\":[{\"id\":\"a-customer\"}]}"),
                Script.json(200, "{\"object\":\"list\",\"data\":{}}"),
                Script.json(401, "{\"error\":{\"message\":\"another gateway\"}}"),
                Script.json(404, "{}"),
                Script.begin().send("SSH-2.0-OpenSSH_10.0\r\n").close());
    }

    @Test
    void waitsForNoRuntimeWithoutEnd() {
        llamaCpp.models(Script.begin().hang());

        assertThat(found(Map.of(), Duration.ofMillis(400)))
                .extracting(Backend::name)
                .doesNotContain("llamacpp");
    }

    @Test
    void findsOllamaBeforeItHasAnyModel() {
        ollama.models(Script.json(200, "{\"object\":\"list\",\"data\":null}"));

        assertThat(found(Map.of())).extracting(Backend::name).contains("ollama");
    }

    @Test
    void looksForOllamaWhereItsOwnVariableSays() {
        ollama.models(Script.json(404, "{}"));
        ScriptedUpstream elsewhere = ScriptedUpstream.start().models(ONE_MODEL);

        List<Backend> found = found(Map.of("OLLAMA_HOST", "0.0.0.0:" + elsewhere.port()));
        elsewhere.close();

        assertThat(found).extracting(Backend::baseUrl).contains(elsewhere.url()).doesNotContain(ollama.url());
    }

    @Test
    void looksNowhereForOllamaWhenItsVariableIsNoAddress() {
        List<Backend> found = found(Map.of("OLLAMA_HOST", "two words"));

        assertThat(found).extracting(Backend::name).containsExactly("llamacpp", "vllm");
    }

    private List<Backend> found(Map<String, String> environment) {
        return found(environment, LONG);
    }

    private List<Backend> found(Map<String, String> environment, Duration patience) {
        List<Kind> kinds = List.of(
                runtime("ollama", ollama.url()), runtime("llamacpp", llamaCpp.url()), runtime("vllm", vllm.url()));
        return new Discovery(kinds, environment, TIMEOUT, patience)
                .runtimes(new ModelListing(calls.backends(Clock.systemUTC())));
    }

    private static Kind runtime(String kind, URI url) {
        return Kind.local(new OpenAiCompatible(kind, "A runtime.", url.toString(), Quirks.NONE));
    }
}
