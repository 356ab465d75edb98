package io.sallyport.provider.simulated;

import io.sallyport.json.Json;
import io.sallyport.provider.simulated.Behaviour.Told;
import io.sallyport.provider.simulated.Draft.Finish;
import io.sallyport.provider.simulated.Draft.Tokens;
import io.sallyport.provider.simulated.Draft.ToolCall;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Writes what a simulated model says: the same prompt always gets the same words.
///
/// Tokens are one for four bytes, rounded up: of the JSON that carries the prompt, and of the answer's text.
final class Author {
    private static final int LONGEST_QUOTE = 120;

    private final Ids ids;

    Author(Ids ids) {
        this.ids = ids;
    }

    /// What is asked of the model, whatever the dialect.
    ///
    /// @param prompt text of the last thing the user wrote
    /// @param promptBytes size of the JSON that carries the prompt
    /// @param limit most tokens to answer, 0 for no limit
    /// @param tools tools that are called now
    /// @param schema of the answer; missing for plain text
    record Task(Ask ask, String prompt, long promptBytes, long limit, List<ToolChoice.Tool> tools, Json schema) {}

    Draft write(Task task, Behaviour behaviour) {
        String reasoning = behaviour instanceof Behaviour.Reasoning
                ? "The user wrote " + task.prompt().length() + " characters. A short answer will do."
                : "";
        if (!task.tools().isEmpty()) {
            return callTools(task, reasoning, behaviour);
        }
        String text = text(task, behaviour);
        long most = task.limit() * 4;
        boolean tooLong = most > 0 && text.length() > most && !(behaviour instanceof Behaviour.Endless);
        String kept = tooLong ? text.substring(0, (int) most) : text;
        Iterable<String> pieces = tooLong ? Pieces.words(kept) : Pieces.of(kept, behaviour);
        Finish finish = tooLong ? Finish.LENGTH : Finish.STOP;
        return new Draft(reasoning, kept, pieces, List.of(), finish, tokens(task, reasoning, kept, behaviour));
    }

    private Draft callTools(Task task, String reasoning, Behaviour behaviour) {
        List<ToolCall> calls = task.tools().stream()
                .map(tool -> new ToolCall(
                        ids.next("call_"), tool.name(), SchemaSample.of(tool.parameters(), argument(task.prompt()))))
                .toList();
        String written = String.join(
                "", calls.stream().map(call -> call.arguments().toString()).toList());
        return new Draft(reasoning, "", List.of(), calls, Finish.TOOLS, tokens(task, reasoning, written, behaviour));
    }

    private static String argument(String prompt) {
        return prompt.length() <= LONGEST_QUOTE ? prompt : prompt.substring(0, LONGEST_QUOTE);
    }

    private static String text(Task task, Behaviour behaviour) {
        return switch (behaviour) {
            case Behaviour.Sized(int bytes) -> Prose.ofSize(bytes);
            case Behaviour.BigEvent(int bytes) -> Prose.ofSize(bytes);
            case Behaviour.Paced paced -> Pieces.joined(paced);
            case Behaviour.Echo _ -> task.ask().transcript();
            default ->
                task.schema().isMissing()
                        ? Prose.about(task.prompt())
                        : SchemaSample.of(task.schema(), Prose.about(task.prompt()))
                                .toString();
        };
    }

    private static Optional<Tokens> tokens(Task task, String reasoning, String text, Behaviour behaviour) {
        long thought = Tokens.of(reasoning.length());
        Tokens truth = new Tokens(Tokens.of(task.promptBytes()), Tokens.of(Prose.bytes(text)) + thought, 0, thought);
        if (!(behaviour instanceof Behaviour.Counting(Told told, long cached))) {
            return Optional.of(truth);
        }
        return switch (told) {
            case TRUTH -> Optional.of(new Tokens(truth.input(), truth.output(), Math.min(cached, truth.input()), 0));
            case NOTHING -> Optional.empty();
            case ZERO -> Optional.of(new Tokens(0, 0, 0, 0));
            case NEGATIVE -> Optional.of(new Tokens(-truth.input(), -truth.output(), 0, 0));
        };
    }

    /// True when the prompt asks for a tool in so many words.
    static boolean asksForATool(String prompt) {
        return prompt.toLowerCase(Locale.ROOT).contains("call");
    }
}
