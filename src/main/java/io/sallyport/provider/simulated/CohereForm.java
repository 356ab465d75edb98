package io.sallyport.provider.simulated;

import io.sallyport.json.Json;
import io.sallyport.json.JsonArray;
import io.sallyport.json.JsonObject;
import io.sallyport.provider.simulated.Draft.Tokens;
import io.sallyport.provider.simulated.Draft.ToolCall;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// Cohere's chat, second version.
///
/// Source: Cohere API reference, chat v2 and chat v2 with streaming.
record CohereForm(String id) implements Form {

    @Override
    public String whole(Draft draft) {
        JsonArray content = Json.array();
        if (!draft.reasoning().isEmpty()) {
            content.add(Json.object().put("type", "thinking").put("thinking", draft.reasoning()));
        }
        if (draft.calls().isEmpty()) {
            content.add(Json.object().put("type", "text").put("text", draft.text()));
        }
        JsonObject message = Json.object().put("role", "assistant").put("content", content);
        if (!draft.calls().isEmpty()) {
            JsonArray calls = Json.array();
            draft.calls().forEach(call -> calls.add(call(call, call.arguments().toString())));
            message.put("tool_plan", "I will call tools.").put("tool_calls", calls);
        }
        JsonObject answer = Json.object().put("id", id).put("message", message).put("finish_reason", finish(draft));
        draft.tokens().ifPresent(tokens -> answer.put("usage", usage(tokens)));
        return answer.toJson().toString();
    }

    @Override
    public Events events(Draft draft) {
        Stream<String> opening = Stream.of(event(
                "message-start",
                Json.object().put("id", id).put("delta", message(Json.object().put("role", "assistant")))));
        // Not flatMap: its iterator would read an endless block to its end first.
        Stream<String> content = blocks(draft).reduce(opening, Stream::concat);
        JsonObject delta = Json.object().put("finish_reason", finish(draft));
        draft.tokens().ifPresent(tokens -> delta.put("usage", usage(tokens)));
        return new Events(
                content,
                Stream.of(event("message-end", Json.object().put("id", id).put("delta", delta))));
    }

    @Override
    public String errorEvent(Fault fault) {
        return event(
                "message-end",
                Json.object()
                        .put(
                                "delta",
                                Json.object().put("finish_reason", "ERROR").put("error", fault.message())));
    }

    private static Stream<Stream<String>> blocks(Draft draft) {
        Stream<Stream<String>> thoughts = draft.reasoning().isEmpty()
                ? Stream.empty()
                : Stream.of(Stream.of(content("content-delta", "thinking", draft.reasoning())));
        if (draft.calls().isEmpty()) {
            return Stream.concat(thoughts, Stream.of(text(draft)));
        }
        Stream<Stream<String>> plan = Stream.of(Stream.of(event(
                "tool-plan-delta",
                Json.object().put("delta", message(Json.object().put("tool_plan", "I will call tools."))))));
        Stream<Stream<String>> calls = IntStream.range(0, draft.calls().size())
                .mapToObj(i -> called(i, draft.calls().get(i)));
        return Stream.concat(Stream.concat(thoughts, plan), calls);
    }

    private static Stream<String> text(Draft draft) {
        Stream<String> pieces = StreamSupport.stream(draft.pieces().spliterator(), false)
                .map(piece -> content("content-delta", "text", piece));
        return Stream.concat(
                Stream.concat(Stream.of(content("content-start", "text", "")), pieces),
                Stream.of(event("content-end", Json.object().put("index", 0))));
    }

    private static Stream<String> called(int index, ToolCall call) {
        String arguments = call.arguments().toString();
        int middle = arguments.length() / 2;
        Stream<String> halves = Stream.of(arguments.substring(0, middle), arguments.substring(middle))
                .map(half -> tool(
                        "tool-call-delta",
                        index,
                        Json.object().put("function", Json.object().put("arguments", half))));
        return Stream.concat(
                Stream.concat(Stream.of(tool("tool-call-start", index, call(call, ""))), halves),
                Stream.of(event("tool-call-end", Json.object().put("index", index))));
    }

    private static String content(String type, String member, String text) {
        return event(
                type,
                Json.object()
                        .put("index", 0)
                        .put(
                                "delta",
                                message(Json.object()
                                        .put("content", Json.object().put(member, text)))));
    }

    private static String tool(String type, int index, JsonObject call) {
        return event(
                type,
                Json.object()
                        .put("index", index)
                        .put("delta", message(Json.object().put("tool_calls", call))));
    }

    private static JsonObject message(JsonObject inside) {
        return Json.object().put("message", inside);
    }

    private static JsonObject call(ToolCall call, String arguments) {
        return Json.object()
                .put("id", call.id())
                .put("type", "function")
                .put("function", Json.object().put("name", call.name()).put("arguments", arguments));
    }

    private static JsonObject usage(Tokens tokens) {
        JsonObject counts = Json.object().put("input_tokens", tokens.input()).put("output_tokens", tokens.output());
        return Json.object().put("billed_units", counts).put("tokens", counts);
    }

    private static String finish(Draft draft) {
        return switch (draft.finish()) {
            case STOP -> "COMPLETE";
            case LENGTH -> "MAX_TOKENS";
            case TOOLS -> "TOOL_CALL";
        };
    }

    private static String event(String type, JsonObject event) {
        return Form.event(type, event.put("type", type).toJson().toString());
    }
}
