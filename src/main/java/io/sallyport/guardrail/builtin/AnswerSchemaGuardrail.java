package io.sallyport.guardrail.builtin;

import io.sallyport.guardrail.Content;
import io.sallyport.guardrail.Content.Piece;
import io.sallyport.guardrail.Guardrail;
import io.sallyport.guardrail.GuardrailKind;
import io.sallyport.guardrail.Verdict;
import io.sallyport.guardrail.Verdict.Blocked;
import io.sallyport.guardrail.Verdict.Passed;
import io.sallyport.json.Json;
import io.sallyport.json.JsonCodec;
import java.util.List;

/// Refuses answers whose text is not JSON of a schema.
public final class AnswerSchemaGuardrail implements Guardrail {
    /// The kind as it is set up.
    public static final GuardrailKind KIND = new GuardrailKind(
            "json_schema", "Refuses answers that are not JSON of your schema.", AnswerSchemaGuardrail::read);

    private static final int MOST_NAMED = 5;

    private final AnswerSchema schema;

    private AnswerSchemaGuardrail(AnswerSchema schema) {
        this.schema = schema;
    }

    /// What stands under `config`.
    private record Config(Json schema) {}

    private static Guardrail read(Json json) {
        return new AnswerSchemaGuardrail(
                AnswerSchema.of(JsonCodec.read(json, Config.class).schema()));
    }

    @Override
    public Verdict check(Content content) {
        for (Piece piece : content.pieces()) {
            if (isAnswer(piece)) {
                List<String> problems = schema.problems(piece.text());
                if (!problems.isEmpty()) {
                    return new Blocked(
                            String.join(", ", problems.subList(0, Math.min(MOST_NAMED, problems.size()))), 1);
                }
            }
        }
        return Passed.CLEAN;
    }

    /// What the model says itself, whole or put together from a stream; not its thoughts and calls of tools.
    private static boolean isAnswer(Piece piece) {
        String place = piece.place();
        return place.endsWith("message.content")
                || place.endsWith("delta.content")
                || place.endsWith("delta.text")
                || place.matches("(output\\[\\d+]\\.)?content\\[\\d+]\\.text")
                || place.matches("candidates\\[\\d+]\\.content\\.parts\\[\\d+]\\.text")
                || place.matches("choices\\[\\d+]\\.text");
    }
}
