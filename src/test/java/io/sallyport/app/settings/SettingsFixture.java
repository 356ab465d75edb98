package io.sallyport.app.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.guardrail.GuardrailKind;
import io.sallyport.guardrail.Verdict.Passed;
import io.sallyport.json.yaml.Environment;
import io.sallyport.json.yaml.Input;
import io.sallyport.json.yaml.Problem;
import io.sallyport.json.yaml.YamlReader;
import io.sallyport.json.yaml.YamlReader.Outcome;
import io.sallyport.json.yaml.YamlReader.Outcome.Accepted;
import io.sallyport.json.yaml.YamlReader.Outcome.Rejected;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Settings from a text, with a few kinds of backends.
final class SettingsFixture {

    static final List<String> STRATEGIES = List.of("weighted", "latency", "sticky");

    static final List<BackendKind> KINDS = List.of(
            new BackendKind("openai", Optional.of(URI.create("https://api.openai.com")), Optional.of("OPENAI_API_KEY")),
            new BackendKind(
                    "anthropic",
                    Optional.of(URI.create("https://api.anthropic.com")),
                    Optional.of("ANTHROPIC_API_KEY")),
            new BackendKind("ollama", Optional.of(URI.create("http://127.0.0.1:11434")), Optional.empty()),
            new BackendKind("vllm", Optional.of(URI.create("http://127.0.0.1:8000")), Optional.empty()),
            new BackendKind("openai_compatible", Optional.empty(), Optional.empty()));

    static final Choices CHOICES =
            new Choices(KINDS, STRATEGIES, List.of(new GuardrailKind("pii", "Masks.", _ -> _ -> Passed.CLEAN)));

    private SettingsFixture() {}

    static Outcome<Settings> read(String text) {
        return read(text, Map.of());
    }

    static Outcome<Settings> read(String text, Map<String, String> environment) {
        Input input = new Input(
                "test.yaml",
                text,
                Path.of("/nowhere"),
                Environment.of(environment),
                SettingsReader.BARE_NAMES,
                Map.of());
        return YamlReader.read(input, root -> Settings.read(root, CHOICES));
    }

    static Accepted<Settings> accepted(Outcome<Settings> outcome) {
        assertThat(outcome).isInstanceOf(Accepted.class);
        return (Accepted<Settings>) outcome;
    }

    static List<String> problems(Outcome<Settings> outcome) {
        assertThat(outcome).isInstanceOf(Rejected.class);
        return ((Rejected<Settings>) outcome)
                .problems().stream().map(Problem::toString).toList();
    }
}
