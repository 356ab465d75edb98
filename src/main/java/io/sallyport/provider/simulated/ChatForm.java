package io.sallyport.provider.simulated;

import io.sallyport.provider.simulated.Draft.Tokens;
import io.sallyport.provider.simulated.Draft.ToolCall;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// OpenAI's chat completions.
///
/// Written by hand instead of through a tree, because load tests measure gateways against it.
/// Source: OpenAI API reference, chat completions.
///
/// @param chosen the model, and what it does
/// @param choices how many answers were asked for
/// @param tellsUsage whether a stream ends with a usage event
record ChatForm(String id, long created, Chosen chosen, int choices, boolean tellsUsage) implements Form {

    @Override
    public String whole(Draft draft) {
        StringBuilder json = new StringBuilder(draft.text().length() + 700).append('{');
        start(json, "chat.completion").append(",\"choices\":[");
        for (int i = 0; i < choices; i++) {
            json.append(i == 0 ? "" : ",")
                    .append("{\"index\":")
                    .append(i)
                    .append(",\"message\":")
                    .append(message(draft))
                    .append(",\"logprobs\":null,\"finish_reason\":\"")
                    .append(finish(draft))
                    .append("\"}");
        }
        json.append(']');
        draft.tokens().ifPresent(tokens -> json.append(",\"usage\":").append(usage(tokens, choices)));
        return json.append(",\"system_fingerprint\":\"fp_simulated\"}").toString();
    }

    @Override
    public Events events(Draft draft) {
        Stream<String> opening = perChoice("{\"role\":\"assistant\",\"content\":\"\"}", "null");
        Stream<String> content = content(draft).flatMap(delta -> perChoice(delta, "null"));
        Stream<String> closing = perChoice("{}", "\"" + finish(draft) + "\"");
        Stream<String> usage = draft.tokens().filter(_ -> tellsUsage).stream()
                .map(tokens -> Form.event(head() + ",\"choices\":[],\"usage\":" + usage(tokens, choices) + "}"));
        return new Events(
                Stream.concat(Stream.concat(opening, content), Stream.concat(closing, usage)),
                Stream.of(Form.event("[DONE]")));
    }

    @Override
    public String errorEvent(Fault fault) {
        return Form.event(fault.openAi());
    }

    private Stream<String> content(Draft draft) {
        Stream<String> reasoning = Pieces.words(draft.reasoning()).stream()
                .map(word -> "{\"reasoning_content\":" + Prose.quoted(word) + "}");
        Stream<String> text = StreamSupport.stream(draft.pieces().spliterator(), false)
                .map(piece -> "{\"content\":" + Prose.quoted(piece) + "}");
        return Stream.concat(
                Stream.concat(reasoning, text),
                chosen.behaviour() instanceof Behaviour.InOrder ? inOrder(draft.calls()) : byTurns(draft.calls()));
    }

    /// Names first, then the arguments in halves that take turns between the calls.
    private static Stream<String> byTurns(List<ToolCall> calls) {
        Stream<String> names = IntStream.range(0, calls.size()).mapToObj(i -> named(i, calls.get(i)));
        Stream<String> arguments = Stream.of(0, 1)
                .flatMap(half -> IntStream.range(0, calls.size()).mapToObj(i -> argued(i, calls.get(i), half)));
        return Stream.concat(names, arguments);
    }

    private static Stream<String> inOrder(List<ToolCall> calls) {
        return IntStream.range(0, calls.size())
                .boxed()
                .flatMap(
                        i -> Stream.of(named(i, calls.get(i)), argued(i, calls.get(i), 0), argued(i, calls.get(i), 1)));
    }

    private static String named(int index, ToolCall call) {
        return toolDelta(
                index,
                "\"id\":" + Prose.quoted(call.id()) + ",\"type\":\"function\",",
                "\"name\":" + Prose.quoted(call.name()) + ",\"arguments\":\"\"");
    }

    private static String argued(int index, ToolCall call, int half) {
        return toolDelta(index, "", "\"arguments\":" + Prose.quoted(half(call, half)));
    }

    private static String half(ToolCall call, int half) {
        String arguments = call.arguments().toString();
        int middle = arguments.length() / 2;
        return half == 0 ? arguments.substring(0, middle) : arguments.substring(middle);
    }

    private static String toolDelta(int index, String identity, String function) {
        return "{\"tool_calls\":[{\"index\":" + index + "," + identity + "\"function\":{" + function + "}}]}";
    }

    private Stream<String> perChoice(String delta, String finish) {
        return IntStream.range(0, choices).mapToObj(i -> chunk(i, delta, finish));
    }

    private String chunk(int choice, String delta, String finish) {
        return Form.event(head() + ",\"choices\":[{\"index\":" + choice + ",\"delta\":" + delta
                + ",\"logprobs\":null,\"finish_reason\":" + finish + "}]" + (tellsUsage ? ",\"usage\":null}" : "}"));
    }

    private String head() {
        return start(new StringBuilder(160).append('{'), "chat.completion.chunk")
                .toString();
    }

    private StringBuilder start(StringBuilder json, String object) {
        return json.append("\"id\":\"")
                .append(id)
                .append("\",\"object\":\"")
                .append(object)
                .append("\",\"created\":")
                .append(created)
                .append(",\"model\":\"")
                .append(chosen.model())
                .append('"');
    }

    private static String message(Draft draft) {
        StringBuilder json =
                new StringBuilder(draft.text().length() + 80).append("{\"role\":\"assistant\",\"content\":");
        json.append(draft.calls().isEmpty() ? Prose.quoted(draft.text()) : "null");
        if (!draft.reasoning().isEmpty()) {
            json.append(",\"reasoning_content\":").append(Prose.quoted(draft.reasoning()));
        }
        if (!draft.calls().isEmpty()) {
            json.append(",\"tool_calls\":[")
                    .append(String.join(
                            ",", draft.calls().stream().map(ChatForm::whole).toList()))
                    .append(']');
        }
        return json.append(",\"refusal\":null}").toString();
    }

    private static String whole(ToolCall call) {
        return "{\"id\":" + Prose.quoted(call.id()) + ",\"type\":\"function\",\"function\":{\"name\":"
                + Prose.quoted(call.name()) + ",\"arguments\":"
                + Prose.quoted(call.arguments().toString()) + "}}";
    }

    static String usage(Tokens tokens, int choices) {
        long output = tokens.output() * choices;
        return "{\"prompt_tokens\":" + tokens.input() + ",\"completion_tokens\":" + output + ",\"total_tokens\":"
                + (tokens.input() + output) + ",\"prompt_tokens_details\":{\"cached_tokens\":" + tokens.cached()
                + ",\"audio_tokens\":0},\"completion_tokens_details\":{\"reasoning_tokens\":"
                + tokens.reasoning() * choices + ",\"audio_tokens\":0}}";
    }

    static String finish(Draft draft) {
        return switch (draft.finish()) {
            case STOP -> "stop";
            case LENGTH -> "length";
            case TOOLS -> "tool_calls";
        };
    }
}
