package io.sallyport.guardrail.builtin;

import io.sallyport.guardrail.Guardrail;
import io.sallyport.guardrail.GuardrailKind;
import io.sallyport.guardrail.Recogniser;
import io.sallyport.guardrail.builtin.FindingGuardrail.Action;
import io.sallyport.json.Json;
import io.sallyport.json.JsonCodec;
import java.util.List;
import java.util.Optional;

/// Masks or refuses what regular expressions of an operator match; such that could take long are refused
/// (GU19).
public final class PatternGuardrail {
    /// The kind as it is set up.
    public static final GuardrailKind KIND = new GuardrailKind(
            "patterns", "Masks or refuses what your own regular expressions match.", PatternGuardrail::read);

    private static final int USUAL_LONGEST = 128;

    private PatternGuardrail() {}

    /// What stands under `config`.
    private record Config(List<Pattern> patterns, Optional<Action> action) {}

    /// One expression.
    ///
    /// @param name what its matches are called: lower case, digits and `_`
    /// @param longest characters a match can have, 1 to 400
    private record Pattern(String name, String regex, Optional<Integer> longest) {}

    private static Guardrail read(Json json) {
        Config config = JsonCodec.read(json, Config.class);
        if (config.patterns().isEmpty()) {
            throw new IllegalArgumentException("patterns must name one or more");
        }
        List<Recogniser> recognisers = config.patterns().stream()
                .<Recogniser>map(pattern -> new OwnPattern(
                        pattern.name(), pattern.regex(), pattern.longest().orElse(USUAL_LONGEST)))
                .toList();
        return FindingGuardrail.of(recognisers, config.action().orElse(Action.MASK), "");
    }
}
