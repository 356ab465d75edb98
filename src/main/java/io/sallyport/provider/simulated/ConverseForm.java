package io.sallyport.provider.simulated;

import io.sallyport.json.Json;
import io.sallyport.json.JsonArray;
import io.sallyport.json.JsonObject;
import io.sallyport.lang.Bytes;
import io.sallyport.provider.simulated.Draft.Tokens;
import io.sallyport.provider.simulated.Draft.ToolCall;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// Amazon Bedrock's Converse; an event is its name, a line feed and its JSON until it goes on the wire.
///
/// Source: Amazon Bedrock API reference, Converse and ConverseStream.
record ConverseForm() implements Form {
    private static final String SIGNATURE = "c2ltdWxhdGVk";

    @Override
    public String contentType() {
        return "application/vnd.amazon.eventstream";
    }

    @Override
    public Bytes wire(String event) {
        int line = event.indexOf('\n');
        return BinaryEvent.of(event.substring(0, line), event.substring(line + 1));
    }

    @Override
    public String whole(Draft draft) {
        JsonArray content = Json.array();
        if (!draft.reasoning().isEmpty()) {
            JsonObject thought = Json.object().put("text", draft.reasoning()).put("signature", SIGNATURE);
            content.add(Json.object().put("reasoningContent", Json.object().put("reasoningText", thought)));
        }
        if (draft.calls().isEmpty()) {
            content.add(Json.object().put("text", draft.text()));
        }
        draft.calls()
                .forEach(call ->
                        content.add(Json.object().put("toolUse", toolUse(call).put("input", call.arguments()))));
        JsonObject message = Json.object().put("role", "assistant").put("content", content);
        JsonObject answer = Json.object()
                .put("output", Json.object().put("message", message))
                .put("stopReason", stopReason(draft))
                .put("metrics", Json.object().put("latencyMs", 1));
        draft.tokens().ifPresent(tokens -> answer.put("usage", usage(tokens)));
        return answer.toJson().toString();
    }

    @Override
    public Events events(Draft draft) {
        Stream<String> opening = Stream.of(event("messageStart", Json.object().put("role", "assistant")));
        // Not flatMap: its iterator would read an endless block to its end first.
        Stream<String> content = blocks(draft).reduce(opening, Stream::concat);
        Stream<String> last = Stream.of(event("messageStop", Json.object().put("stopReason", stopReason(draft))));
        JsonObject metadata = Json.object().put("metrics", Json.object().put("latencyMs", 1));
        draft.tokens().ifPresent(tokens -> metadata.put("usage", usage(tokens)));
        return new Events(Stream.concat(content, last), Stream.of(event("metadata", metadata)));
    }

    @Override
    public String errorEvent(Fault fault) {
        return event("internalServerException", Json.object().put("message", fault.message()));
    }

    private static Stream<Stream<String>> blocks(Draft draft) {
        int thoughts = draft.reasoning().isEmpty() ? 0 : 1;
        Stream<Stream<String>> reasoning = thoughts == 0
                ? Stream.empty()
                : Stream.of(block(
                        0,
                        Stream.of(
                                delta(0, "reasoningContent", Json.object().put("text", draft.reasoning())),
                                delta(0, "reasoningContent", Json.object().put("signature", SIGNATURE)))));
        Stream<Stream<String>> rest = draft.calls().isEmpty()
                ? Stream.of(block(
                        thoughts,
                        StreamSupport.stream(draft.pieces().spliterator(), false)
                                .map(piece -> text(thoughts, piece))))
                : IntStream.range(0, draft.calls().size())
                        .mapToObj(i -> tool(thoughts + i, draft.calls().get(i)));
        return Stream.concat(reasoning, rest);
    }

    private static Stream<String> tool(int index, ToolCall call) {
        String start = event(
                "contentBlockStart",
                Json.object()
                        .put("contentBlockIndex", index)
                        .put("start", Json.object().put("toolUse", toolUse(call))));
        String input = call.arguments().toString();
        int middle = input.length() / 2;
        Stream<String> halves = Stream.of(input.substring(0, middle), input.substring(middle))
                .map(half -> delta(index, "toolUse", Json.object().put("input", half)));
        return Stream.concat(Stream.of(start), block(index, halves));
    }

    private static Stream<String> block(int index, Stream<String> deltas) {
        return Stream.concat(
                deltas, Stream.of(event("contentBlockStop", Json.object().put("contentBlockIndex", index))));
    }

    private static String text(int index, String piece) {
        return event(
                "contentBlockDelta",
                Json.object()
                        .put("contentBlockIndex", index)
                        .put("delta", Json.object().put("text", piece)));
    }

    private static String delta(int index, String name, JsonObject inside) {
        return event(
                "contentBlockDelta",
                Json.object()
                        .put("contentBlockIndex", index)
                        .put("delta", Json.object().put(name, inside)));
    }

    private static JsonObject toolUse(ToolCall call) {
        return Json.object()
                .put("toolUseId", call.id().replace("call_", "tooluse_"))
                .put("name", call.name());
    }

    private static JsonObject usage(Tokens tokens) {
        return Json.object()
                .put("inputTokens", tokens.input() - tokens.cached())
                .put("cacheReadInputTokens", tokens.cached())
                .put("cacheWriteInputTokens", 0)
                .put("outputTokens", tokens.output())
                .put("totalTokens", tokens.total());
    }

    private static String stopReason(Draft draft) {
        return switch (draft.finish()) {
            case STOP -> "end_turn";
            case LENGTH -> "max_tokens";
            case TOOLS -> "tool_use";
        };
    }

    private static String event(String name, JsonObject data) {
        return name + "\n" + data.toJson();
    }
}
