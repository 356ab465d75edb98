package io.sallyport.guardrail.builtin;

import io.sallyport.guardrail.Content;
import io.sallyport.guardrail.Guardrail;
import io.sallyport.guardrail.GuardrailKind;
import io.sallyport.guardrail.Verdict;
import io.sallyport.guardrail.Verdict.Blocked;
import io.sallyport.guardrail.Verdict.Passed;
import io.sallyport.json.Json;
import io.sallyport.json.JsonCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Refuses texts that are too long, or in another script or language.
public final class TextLimitsGuardrail implements Guardrail {
    /// The kind as it is set up.
    public static final GuardrailKind KIND = new GuardrailKind(
            "text_limits",
            "Refuses texts that are too long, or in another script or language.",
            TextLimitsGuardrail::read);

    private final TextLimits limits;
    private final List<String> allowed;
    private final Optional<Languages> languages;

    private TextLimitsGuardrail(TextLimits limits, List<String> allowed) {
        this.limits = limits;
        this.allowed = allowed;
        this.languages = allowed.isEmpty() ? Optional.empty() : Optional.of(Languages.bundled());
        languages.ifPresent(known -> allowed.forEach(known::check));
    }

    /// What stands under `config`.
    ///
    /// @param characters of all texts together
    /// @param scripts such as `latin` or `cyrillic`; all without it
    /// @param languages such as `en`; all without it
    private record Config(
            Optional<Integer> characters, Optional<List<String>> scripts, Optional<List<String>> languages) {}

    private static Guardrail read(Json json) {
        Config config = JsonCodec.read(json, Config.class);
        return new TextLimitsGuardrail(
                TextLimits.of(
                        config.characters().orElse(Integer.MAX_VALUE),
                        config.scripts().orElse(List.of())),
                config.languages().orElse(List.of()));
    }

    @Override
    public Verdict check(Content content) {
        List<String> problems = new ArrayList<>(limits.problems(content.whole()));
        languages.ifPresent(known -> content.pieces().stream()
                .flatMap(piece -> known.of(piece.text()).stream())
                .filter(language -> !allowed.contains(language))
                .distinct()
                .map(language -> "language." + language)
                .forEach(problems::add));
        return problems.isEmpty() ? Passed.CLEAN : new Blocked(String.join(", ", problems), 1);
    }
}
