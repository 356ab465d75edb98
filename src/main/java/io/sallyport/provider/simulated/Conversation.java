package io.sallyport.provider.simulated;

import io.sallyport.json.Json;
import java.util.List;

/// Answers the four operations in which a model talks: chat completions, completions, responses, messages.
final class Conversation {
    private static final int MOST_CHOICES = 16;

    private final Ids ids;
    private final Author author;

    Conversation(Ids ids) {
        this.ids = ids;
        author = new Author(ids);
    }

    Answer chat(Ask ask, Members body, Chosen chosen) {
        Json messages = messages(body, "messages", chosen.behaviour());
        String prompt = Ask.lastUserText(messages);
        long limit = body.size("max_completion_tokens") > 0 ? number(body, "max_completion_tokens", 0) : limit(body);
        Author.Task task = new Author.Task(
                ask,
                prompt,
                body.size("messages"),
                limit,
                ToolChoice.toCall(body.json("tools"), body.json("tool_choice"), prompt, messages),
                schema(body.json("response_format"), "json_schema.schema"));
        int choices = Math.clamp(number(body, "n", 1), 1, MOST_CHOICES);
        boolean tellsUsage = chosen.behaviour() instanceof Behaviour.Telling
                || body.json("stream_options").get("include_usage").boolOr(false);
        return answer(
                new ChatForm(ids.next("chatcmpl-"), ids.seconds(), chosen, choices, tellsUsage),
                author.write(task, chosen.behaviour()),
                body,
                chosen.behaviour());
    }

    Answer completion(Ask ask, Members body, Chosen chosen) {
        Json asked = body.json("prompt");
        String prompt = asked.isArray() ? asked.at(0).toString() : asked.textOr("");
        Author.Task task = new Author.Task(ask, prompt, body.size("prompt"), limit(body), List.of(), Members.MISSING);
        boolean tellsUsage = body.json("stream_options").get("include_usage").boolOr(false);
        return answer(
                new CompletionForm(ids.next("cmpl-"), ids.seconds(), chosen.model(), tellsUsage),
                author.write(task, chosen.behaviour()),
                body,
                chosen.behaviour());
    }

    Answer response(Ask ask, Members body, Chosen chosen) {
        Json input = body.json("input");
        String prompt = Ask.lastUserText(input);
        Author.Task task = new Author.Task(
                ask,
                prompt,
                body.size("input") + body.size("instructions"),
                number(body, "max_output_tokens", 0),
                ToolChoice.toCall(body.json("tools"), body.json("tool_choice"), prompt, input),
                schema(body.json("text").get("format"), "schema"));
        return answer(
                new ResponsesForm(ids.next("resp_"), ids.seconds(), chosen.model()),
                author.write(task, chosen.behaviour()),
                body,
                chosen.behaviour());
    }

    Answer message(Ask ask, Members body, Chosen chosen) {
        Json messages = messages(body, "messages", chosen.behaviour());
        String prompt = Ask.lastUserText(messages);
        Author.Task task = new Author.Task(
                ask,
                prompt,
                body.size("messages") + body.size("system"),
                limit(body),
                ToolChoice.toCall(body.json("tools"), body.json("tool_choice"), prompt, messages),
                schema(body.json("output_config").get("format"), "schema"));
        return answer(
                new MessagesForm(ids.next("msg_"), chosen.model()),
                author.write(task, chosen.behaviour()),
                body,
                chosen.behaviour());
    }

    /// Contents of Gemini's form. What it signs has to come back, as the vendor wants it.
    Answer contents(Ask ask, Members body, Chosen chosen, Google.Place place) {
        Json contents = body.json("contents");
        if (Google.lacksSignature(contents)) {
            return Answer.Whole.json(
                    400,
                    Fault.invalid("A function call lacks its thought_signature.")
                            .google());
        }
        String prompt = Google.prompt(contents);
        Json config = body.json("generationConfig");
        Author.Task task = new Author.Task(
                ask,
                prompt,
                body.size("contents") + body.size("systemInstruction"),
                config.get("maxOutputTokens").longOr(0),
                Google.toCall(body, prompt, contents),
                config.get("responseJsonSchema"));
        Form form = new GeminiForm(ids.next("resp_"), chosen.model());
        Draft draft = author.write(task, chosen.behaviour());
        return place.streams()
                ? Disturbance.stream(form, draft, chosen.behaviour())
                : Answer.Whole.json(200, form.whole(draft));
    }

    /// Anthropic's count of a message's tokens, by the rule of [Author].
    static Answer countTokens(Members body) {
        long tokens = Draft.Tokens.of(body.size("messages") + body.size("system"));
        return Answer.Whole.json(200, "{\"input_tokens\":" + tokens + "}");
    }

    private static Answer answer(Form form, Draft draft, Members body, Behaviour behaviour) {
        return body.isTrue("stream")
                ? Disturbance.stream(form, draft, behaviour)
                : Answer.Whole.json(200, form.whole(draft));
    }

    /// Scripted texts do not depend on the prompt; not reading it keeps load tests about the gateway.
    private static Json messages(Members body, String name, Behaviour behaviour) {
        boolean isScripted = behaviour instanceof Behaviour.Sized || behaviour instanceof Behaviour.Paced;
        return isScripted && body.size("tools") == 0 ? Members.MISSING : body.json(name);
    }

    /// A schema for JSON answers; one that accepts any object when only "some JSON" was asked for.
    private static Json schema(Json format, String path) {
        return switch (format.get("type").textOr("text")) {
            case "json_schema" -> format.path(path);
            case "json_object" -> Json.parse("{\"properties\":{\"answer\":{\"type\":\"string\"}}}");
            default -> Members.MISSING;
        };
    }

    private static int limit(Members body) {
        return number(body, "max_tokens", 0);
    }

    private static int number(Members body, String name, int other) {
        return Math.toIntExact(Math.clamp(body.json(name).longOr(other), 0, Integer.MAX_VALUE));
    }
}
