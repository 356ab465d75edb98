package io.sallyport.guardrail.builtin;

import io.sallyport.json.Json;
import io.sallyport.json.JsonProblem;
import io.sallyport.json.JsonSchema;
import java.util.List;

/// The JSON Schema that answers must keep to.
///
/// Its regular expressions are matched in linear time, those of answers' authors included.
/// Threads: immutable.
public final class AnswerSchema {
    private static final String FENCE = "```";

    private final JsonSchema schema;

    private AnswerSchema(JsonSchema schema) {
        this.schema = schema;
    }

    /// Reads a schema.
    ///
    /// Errors: IllegalArgumentException for one that is none, loads something, or has a pattern that is not
    /// linear.
    public static AnswerSchema of(Json schema) {
        return new AnswerSchema(JsonSchema.of(schema, written -> LinearPattern.of(written)::isIn));
    }

    /// Where an answer breaks the schema, as place and rule; `not json` for one that is none.
    ///
    /// A fence of Markdown around the whole answer is let be.
    public List<String> problems(String answer) {
        try {
            return schema.problems(Json.parse(unfenced(answer.strip())));
        } catch (JsonProblem e) {
            return List.of("not json");
        }
    }

    private static String unfenced(String answer) {
        int line = answer.indexOf('\n');
        boolean fenced = line > 0 && answer.startsWith(FENCE) && answer.endsWith(FENCE) && answer.length() > line + 3;
        return fenced ? answer.substring(line + 1, answer.length() - FENCE.length()) : answer;
    }
}
