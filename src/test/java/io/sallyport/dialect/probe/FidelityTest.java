package io.sallyport.dialect.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.dialect.ClientDialect;
import io.sallyport.dialect.Losses;
import io.sallyport.dialect.ProviderChat;
import io.sallyport.dialect.anthropic.AnthropicClientDialect;
import io.sallyport.dialect.anthropic.AnthropicProviderChat;
import io.sallyport.dialect.bedrock.ConverseChat;
import io.sallyport.dialect.cohere.CohereChat;
import io.sallyport.dialect.gemini.GeminiClientDialect;
import io.sallyport.dialect.gemini.GeminiProviderChat;
import io.sallyport.dialect.ollama.OllamaChat;
import io.sallyport.dialect.openai.OpenAiClientDialect;
import io.sallyport.dialect.openai.OpenAiProviderChat;
import io.sallyport.dialect.probe.Fate.Outcome;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class FidelityTest {
    private static final String MODEL = "claude-opus-4-7";

    static Stream<Fidelity> pairs() {
        List<ProviderChat> vendors = List.of(
                new OpenAiProviderChat("max_tokens", "seed", Set.of()),
                new AnthropicProviderChat(),
                new GeminiProviderChat(GeminiProviderChat.Ids.TOLD),
                new ConverseChat(),
                new CohereChat(),
                new OllamaChat());
        return Stream.of(new OpenAiClientDialect(), new AnthropicClientDialect(), new GeminiClientDialect())
                .flatMap(client -> vendors.stream().map(vendor -> new Fidelity(client, vendor, MODEL)));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void findsInTheRequestWhatIsCarried(Fidelity pair) {
        List<Fate> fates = pair.fates();
        List<Probe> probes = Probes.of(pair.client().name());

        assertThat(fates).hasSameSizeAs(probes);
        for (int i = 0; i < probes.size(); i++) {
            if (fates.get(i).outcome() == Outcome.CARRIED) {
                assertThat(sent(pair, probes.get(i)))
                        .as(probes.get(i).feature())
                        .contains(marker(probes.get(i)));
            }
        }
    }

    @Test
    void saysWhatBecomesOfEverything() {
        List<Fate> fates = new Fidelity(new OpenAiClientDialect(), new AnthropicProviderChat(), MODEL).fates();

        assertThat(outcome(fates, "seed")).isEqualTo(Outcome.DROPPED);
        assertThat(outcome(fates, "strict tools")).isEqualTo(Outcome.CARRIED);
        assertThat(outcome(fates, "JSON answer")).isEqualTo(Outcome.EMULATED);
        assertThat(outcome(fates, "later instructions")).isEqualTo(Outcome.CHANGED);
        assertThat(outcome(fates, "background")).isEqualTo(Outcome.REFUSED);
    }

    private static Outcome outcome(List<Fate> fates, String feature) {
        return fates.stream()
                .filter(fate -> fate.feature().equals(feature))
                .findFirst()
                .orElseThrow()
                .outcome();
    }

    private static String sent(Fidelity pair, Probe probe) {
        ClientDialect client = pair.client();
        Losses losses = new Losses();
        return pair.vendor()
                .write(client.chat(probe.operation()).read(probe.body(), losses).with(MODEL), 1, losses)
                .toString();
    }

    private static String marker(Probe probe) {
        String body = probe.body().toString();
        return body.contains("4242") ? "4242" : body.contains("probe") ? "probe" : "";
    }
}
