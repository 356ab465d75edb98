package io.sallyport.guardrail.builtin;

import io.sallyport.guardrail.Content;
import io.sallyport.guardrail.Guardrail;
import io.sallyport.guardrail.GuardrailKind;
import io.sallyport.guardrail.Suspicion;
import io.sallyport.guardrail.Verdict;
import io.sallyport.guardrail.Verdict.Blocked;
import io.sallyport.guardrail.Verdict.Passed;
import io.sallyport.json.Json;
import io.sallyport.json.JsonCodec;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Refuses texts that mean what a list of phrases means: attempts to take over a model, or topics of an
/// operator.
///
/// All texts of a request are read as one, also results of tools and earlier turns, so that nothing hides by
/// being spread (requirements GU15, GU16; security rows O15, O17).
public final class PhraseGuardrail implements Guardrail {
    /// Attempts to take over a model.
    public static final GuardrailKind INJECTION = new GuardrailKind(
            "prompt_injection", "Refuses known attempts to take over a model.", PhraseGuardrail::injection);

    /// Topics of an operator.
    public static final GuardrailKind TOPICS =
            new GuardrailKind("phrases", "Refuses what your own phrases mean.", PhraseGuardrail::topics);

    private static final BigDecimal USUAL_THRESHOLD = new BigDecimal("0.75");

    private final Phrases phrases;
    private final double threshold;

    private PhraseGuardrail(Phrases phrases, BigDecimal threshold) {
        if (threshold.signum() <= 0 || threshold.compareTo(BigDecimal.ONE) > 0) {
            throw new IllegalArgumentException("threshold must be over 0 and at most 1");
        }
        this.phrases = phrases;
        this.threshold = threshold.doubleValue();
    }

    /// What stands under `config` of an injection guardrail.
    ///
    /// @param without ids or groups of phrases that do not count
    private record InjectionConfig(Optional<BigDecimal> threshold, Optional<List<String>> without) {}

    /// What stands under `config` of topics.
    private record TopicConfig(List<String> phrases, Optional<BigDecimal> threshold) {}

    private static Guardrail injection(Json json) {
        InjectionConfig config = JsonCodec.read(json, InjectionConfig.class);
        Set<String> without = Set.copyOf(config.without().orElse(List.of()));
        return new PhraseGuardrail(
                Phrases.injection(without), config.threshold().orElse(USUAL_THRESHOLD));
    }

    private static Guardrail topics(Json json) {
        TopicConfig config = JsonCodec.read(json, TopicConfig.class);
        if (config.phrases().isEmpty()) {
            throw new IllegalArgumentException("phrases must name one or more");
        }
        return new PhraseGuardrail(
                Phrases.of(config.phrases()), config.threshold().orElse(USUAL_THRESHOLD));
    }

    @Override
    public Verdict check(Content content) {
        Suspicion suspicion = phrases.suspect(content.whole());
        String note = String.join(", ", suspicion.reasons());
        return suspicion.reaches(threshold) ? new Blocked(note, suspicion.score()) : new Passed(note);
    }
}
