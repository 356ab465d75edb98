package io.sallyport.guardrail;

import io.sallyport.database.CopyRow;
import io.sallyport.database.CopyTarget;
import java.util.List;
import java.util.Locale;

/// One row of `guardrail_run` per run.
final class GuardrailRunTarget implements CopyTarget<GuardrailRun> {
    private static final int LONGEST_NOTE = 1_000;

    @Override
    public String table() {
        return "guardrail_run";
    }

    @Override
    public List<String> columns() {
        return List.of(
                "request_id",
                "started_at",
                "tenant_id",
                "name",
                "type",
                "layer",
                "priority",
                "micros",
                "result",
                "score",
                "note",
                "overridden");
    }

    @Override
    public void encode(GuardrailRun run, CopyRow out) {
        String note = run.note();
        out.uuid(run.call().value())
                .instant(run.started())
                .text(run.tenant().value())
                .text(run.name())
                .text(run.type())
                .text(word(run.layer()))
                .number(run.priority())
                .number(run.micros())
                .text(word(run.result()))
                .number((Number) run.score())
                .text(note.length() <= LONGEST_NOTE ? note : note.substring(0, LONGEST_NOTE))
                .truth(run.overridden());
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
