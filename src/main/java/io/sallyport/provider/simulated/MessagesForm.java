package io.sallyport.provider.simulated;

import io.sallyport.json.Json;
import io.sallyport.json.JsonArray;
import io.sallyport.json.JsonObject;
import io.sallyport.provider.simulated.Draft.Tokens;
import io.sallyport.provider.simulated.Draft.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// Anthropic's messages.
///
/// Source: Anthropic API reference, messages and streaming messages.
record MessagesForm(String id, String model) implements Form {
    private static final String SIGNATURE = "c2ltdWxhdGVk";

    @Override
    public String whole(Draft draft) {
        JsonArray content = Json.array();
        if (!draft.reasoning().isEmpty()) {
            content.add(Json.object()
                    .put("type", "thinking")
                    .put("thinking", draft.reasoning())
                    .put("signature", SIGNATURE));
        }
        if (draft.calls().isEmpty()) {
            content.add(Json.object().put("type", "text").put("text", draft.text()));
        }
        draft.calls().forEach(call -> content.add(toolUse(call).put("input", call.arguments())));
        JsonObject message = message(content.toJson()).put("stop_reason", stopReason(draft));
        draft.tokens().ifPresent(tokens -> message.put("usage", usage(tokens, tokens.output())));
        return message.toJson().toString();
    }

    @Override
    public Events events(Draft draft) {
        JsonObject message = message(Json.array().toJson()).put("stop_reason", Json.NULL);
        draft.tokens().ifPresent(tokens -> message.put("usage", usage(tokens, Math.min(1, tokens.output()))));
        Stream<String> opening = Stream.of(event(named("message_start").put("message", message)), event(named("ping")));
        JsonObject last = named("message_delta")
                .put(
                        "delta",
                        Json.object().put("stop_reason", stopReason(draft)).put("stop_sequence", Json.NULL));
        draft.tokens().ifPresent(tokens -> last.put("usage", Json.object().put("output_tokens", tokens.output())));
        // Not flatMap: its iterator would read an endless block to its end first.
        Stream<String> content = blocks(draft).stream().reduce(opening, Stream::concat);
        return new Events(Stream.concat(content, Stream.of(event(last))), Stream.of(event(named("message_stop"))));
    }

    @Override
    public String errorEvent(Fault fault) {
        return Form.event("error", fault.anthropic());
    }

    private static List<Stream<String>> blocks(Draft draft) {
        List<Stream<String>> blocks = new ArrayList<>();
        if (!draft.reasoning().isEmpty()) {
            blocks.add(thinkingBlock(blocks.size(), draft.reasoning()));
        }
        if (draft.calls().isEmpty()) {
            blocks.add(textBlock(blocks.size(), draft));
        }
        for (ToolCall call : draft.calls()) {
            blocks.add(toolBlock(blocks.size(), call));
        }
        return blocks;
    }

    private static Stream<String> thinkingBlock(int index, String reasoning) {
        JsonObject empty =
                Json.object().put("type", "thinking").put("thinking", "").put("signature", "");
        Stream<String> thoughts =
                Pieces.words(reasoning).stream().map(word -> delta(index, "thinking_delta", "thinking", word));
        Stream<String> signed = Stream.of(delta(index, "signature_delta", "signature", SIGNATURE));
        return block(index, empty, Stream.concat(thoughts, signed));
    }

    private static Stream<String> textBlock(int index, Draft draft) {
        JsonObject empty = Json.object().put("type", "text").put("text", "");
        return block(
                index,
                empty,
                StreamSupport.stream(draft.pieces().spliterator(), false)
                        .map(piece -> delta(index, "text_delta", "text", piece)));
    }

    private static Stream<String> toolBlock(int index, ToolCall call) {
        String input = call.arguments().toString();
        int middle = input.length() / 2;
        Stream<String> halves = Stream.of("", input.substring(0, middle), input.substring(middle))
                .map(half -> delta(index, "input_json_delta", "partial_json", half));
        return block(index, toolUse(call).put("input", Json.object()), halves);
    }

    private static Stream<String> block(int index, JsonObject empty, Stream<String> deltas) {
        String start = event(named("content_block_start").put("index", index).put("content_block", empty));
        String stop = event(named("content_block_stop").put("index", index));
        return Stream.concat(Stream.concat(Stream.of(start), deltas), Stream.of(stop));
    }

    private static String delta(int index, String type, String member, String text) {
        return "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":" + index
                + ",\"delta\":{\"type\":\"" + type + "\",\"" + member + "\":" + Prose.quoted(text) + "}}\n\n";
    }

    private static JsonObject toolUse(ToolCall call) {
        return Json.object()
                .put("type", "tool_use")
                .put("id", call.id().replace("call_", "toolu_"))
                .put("name", call.name());
    }

    private JsonObject message(Json content) {
        return Json.object()
                .put("id", id)
                .put("type", "message")
                .put("role", "assistant")
                .put("model", model)
                .put("content", content)
                .put("stop_sequence", Json.NULL);
    }

    /// Anthropic counts cached tokens apart from input tokens, OpenAI among them.
    private static JsonObject usage(Tokens tokens, long output) {
        return Json.object()
                .put("input_tokens", tokens.input() - tokens.cached())
                .put("cache_creation_input_tokens", 0)
                .put("cache_read_input_tokens", tokens.cached())
                .put("output_tokens", output);
    }

    private static String stopReason(Draft draft) {
        return switch (draft.finish()) {
            case STOP -> "end_turn";
            case LENGTH -> "max_tokens";
            case TOOLS -> "tool_use";
        };
    }

    private static JsonObject named(String type) {
        return Json.object().put("type", type);
    }

    private static String event(JsonObject event) {
        Json json = event.toJson();
        return Form.event(json.get("type").text(), json.toString());
    }
}
