package io.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.provider.Backend;
import io.sallyport.provider.Backend.Credential;
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

    private static Discovery discovery(Map<String, String> environment) {
        return new Discovery(BuiltIns.providers(), environment, TIMEOUT, Duration.ZERO);
    }
}
