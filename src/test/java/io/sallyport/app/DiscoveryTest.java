package io.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.net.OutboundSettings;
import io.sallyport.net.Outbounds;
import io.sallyport.provider.Backend;
import io.sallyport.provider.Backend.Credential;
import io.sallyport.provider.ModelListing;
import io.sallyport.testkit.Script;
import io.sallyport.testkit.ScriptedUpstream;
import io.sallyport.transport.EventLoops;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class DiscoveryTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    @Test
    void makesABackendOfEachProviderKey() {
        List<Backend> found = discovery(Map.of("OPENAI_API_KEY", "sk-o", "ANTHROPIC_API_KEY", "sk-a", "HOME", "/root"))
                .keys();

        assertThat(found).extracting(Backend::name).containsExactlyInAnyOrder("openai", "anthropic");
        assertThat(found).extracting(Backend::source).containsOnly("environment");
        assertThat(found).allSatisfy(backend -> {
            assertThat(backend.credential()).isInstanceOf(Credential.Own.class);
            assertThat(backend.timeout()).isEqualTo(TIMEOUT);
        });
    }

    @Test
    void takesABlankVariableForNone() {
        assertThat(discovery(Map.of("OPENAI_API_KEY", " ")).keys()).isEmpty();
    }

    @Test
    void asksAzureForItsAddressToo() {
        Map<String, String> both =
                Map.of("AZURE_OPENAI_API_KEY", "k", "AZURE_OPENAI_ENDPOINT", "https://ours.openai.azure.com/");

        assertThat(discovery(Map.of("AZURE_OPENAI_API_KEY", "k")).keys()).isEmpty();
        assertThat(discovery(both).keys())
                .extracting(backend -> backend.baseUrl().toString())
                .containsExactly("https://ours.openai.azure.com");
    }

    @Test
    void findsARuntimeThatListsItsModels() {
        try (ScriptedUpstream ollama = ScriptedUpstream.start().always(Script.json(200, "{\"data\":[]}"))) {
            assertThat(runtimes(ollama)).contains("ollama");
        }
    }

    @Test
    void doesNotTakeAnyServerForARuntime() {
        try (ScriptedUpstream other = ScriptedUpstream.start().always(Script.json(200, "<html>"))) {
            assertThat(runtimes(other)).doesNotContain("ollama");
        }
    }

    private static List<String> runtimes(ScriptedUpstream at) {
        try (EventLoops loops = EventLoops.start(1);
                Outbounds outbounds = new Outbounds(loops, OutboundSettings.DEFAULT)) {
            Discovery discovery = discovery(Map.of("OLLAMA_HOST", "127.0.0.1:" + at.port()));
            return discovery.runtimes(new ModelListing(outbounds)).stream()
                    .map(Backend::name)
                    .toList();
        }
    }

    private static Discovery discovery(Map<String, String> environment) {
        return new Discovery(environment, TIMEOUT);
    }
}
