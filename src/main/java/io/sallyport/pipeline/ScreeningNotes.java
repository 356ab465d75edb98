package io.sallyport.pipeline;

import io.sallyport.guardrail.FoundKinds;
import io.sallyport.guardrail.GuardrailPanel;
import io.sallyport.guardrail.GuardrailRule;
import io.sallyport.guardrail.GuardrailRule.OnBlock;
import io.sallyport.guardrail.GuardrailRun;
import io.sallyport.guardrail.GuardrailRun.Result;
import io.sallyport.guardrail.GuardrailRuns;
import io.sallyport.guardrail.Judgement;
import io.sallyport.guardrail.Judgement.Look;
import io.sallyport.guardrail.Layer;
import io.sallyport.journal.CallRecord.Guarded;
import io.sallyport.lang.RequestId;
import io.sallyport.lang.TenantId;
import java.time.Clock;
import java.util.List;
import java.util.Locale;

/// Writes down what guardrails did with a call.
final class ScreeningNotes {
    private final GuardrailRuns runs;
    private final Clock clock;

    ScreeningNotes(GuardrailRuns runs, Clock clock) {
        this.runs = runs;
        this.clock = clock;
    }

    /// Every look of a judgement.
    void take(Passage passage, Layer layer, Judgement judgement) {
        for (Look look : judgement.looks()) {
            boolean overridden = (look.result() == Result.REPLACED && layer == Layer.OUTPUT)
                    || (look.result() == Result.BLOCKED && look.rule().onBlock() == OnBlock.OVERRIDE);
            note(passage, run(passage, look, overridden));
        }
    }

    /// For the list of runs, and for the record of the call.
    private void note(Passage passage, GuardrailRun run) {
        runs.take(run);
        passage.call()
                .entry()
                .guarded(new Guarded(
                        run.name(), run.type(), word(run.layer()), word(run.result()), run.note(), run.overridden()));
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static GuardrailRun run(Passage passage, Look look, boolean overridden) {
        GuardrailRule rule = look.rule();
        return new GuardrailRun(
                id(passage),
                tenant(passage),
                rule.name(),
                rule.type(),
                rule.layer(),
                rule.priority(),
                look.started(),
                look.micros(),
                look.result(),
                look.score(),
                look.note(),
                overridden && rule.mode() == GuardrailRule.Mode.ENFORCE);
    }

    /// That none of a panel could look.
    void unread(Passage passage, GuardrailPanel panel, String why) {
        for (GuardrailRule rule : panel.rules()) {
            note(passage, run(passage, new Look(rule, clock.instant(), 0, Result.NOT_SCANNED, 0, why), false));
        }
    }

    /// What masks did with a stream.
    ///
    /// @param found by each of the rules, in their order
    void masked(Passage passage, List<GuardrailRule> rules, List<FoundKinds> found) {
        for (int i = 0; i < rules.size(); i++) {
            FoundKinds kinds = found.get(i);
            Result result = kinds.isEmpty() ? Result.PASSED : Result.REPLACED;
            Look look = new Look(rules.get(i), clock.instant(), 0, result, 0, kinds.toString());
            note(passage, run(passage, look, !kinds.isEmpty()));
        }
    }

    private static RequestId id(Passage passage) {
        return passage.call().entry().id();
    }

    private static TenantId tenant(Passage passage) {
        return passage.tenant().orElseThrow();
    }
}
