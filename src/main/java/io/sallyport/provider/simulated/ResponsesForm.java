package io.sallyport.provider.simulated;

import io.sallyport.json.Json;
import io.sallyport.json.JsonArray;
import io.sallyport.json.JsonObject;
import io.sallyport.provider.simulated.Draft.Finish;
import io.sallyport.provider.simulated.Draft.Tokens;
import io.sallyport.provider.simulated.Draft.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// OpenAI's responses.
///
/// Source: OpenAI API reference, responses and their streaming events.
///
/// @param id of the response; its items derive theirs from it
record ResponsesForm(String id, long created, String model) implements Form {

    @Override
    public String whole(Draft draft) {
        return finished(draft).toString();
    }

    @Override
    public Events events(Draft draft) {
        AtomicLong sequence = new AtomicLong();
        Json begun = response("in_progress", List.of()).toJson();
        Stream<JsonObject> events = Stream.of(
                named("response.created").put("response", begun),
                named("response.in_progress").put("response", begun));
        for (Stream<JsonObject> item : items(draft)) {
            events = Stream.concat(events, item);
        }
        String end = draft.finish() == Finish.LENGTH ? "response.incomplete" : "response.completed";
        Stream<JsonObject> done = Stream.of(named(end).put("response", finished(draft)));
        return new Events(events.map(event -> event(event, sequence)), done.map(event -> event(event, sequence)));
    }

    @Override
    public String errorEvent(Fault fault) {
        return event(
                named("error")
                        .put("code", fault.code())
                        .put("message", fault.message())
                        .put("param", Json.NULL),
                new AtomicLong());
    }

    private List<Stream<JsonObject>> items(Draft draft) {
        List<Stream<JsonObject>> items = new ArrayList<>();
        if (!draft.reasoning().isEmpty()) {
            items.add(item(items.size(), reasoningItem(draft), Stream.empty()));
        }
        if (draft.calls().isEmpty()) {
            items.add(item(items.size(), messageItem(draft), textEvents(items.size(), draft)));
        }
        for (ToolCall call : draft.calls()) {
            items.add(item(items.size(), callItem(call), callEvents(items.size(), call)));
        }
        return items;
    }

    private static Stream<JsonObject> item(int index, Json item, Stream<JsonObject> inside) {
        JsonObject begun = JsonObject.from(item).put("status", "in_progress");
        if (item.get("content").isArray()) {
            begun.put("content", Json.array());
        }
        if (item.get("arguments").isText()) {
            begun.put("arguments", "");
        }
        JsonObject added =
                named("response.output_item.added").put("output_index", index).put("item", begun);
        JsonObject done =
                named("response.output_item.done").put("output_index", index).put("item", item);
        return Stream.concat(Stream.concat(Stream.of(added), inside), Stream.of(done));
    }

    private Stream<JsonObject> textEvents(int index, Draft draft) {
        JsonObject added = inPart("response.content_part.added", index).put("part", part(""));
        Stream<JsonObject> deltas = StreamSupport.stream(draft.pieces().spliterator(), false)
                .map(piece -> inPart("response.output_text.delta", index)
                        .put("delta", piece)
                        .put("logprobs", Json.array()));
        JsonObject done = inPart("response.output_text.done", index)
                .put("text", draft.text())
                .put("logprobs", Json.array());
        JsonObject ended = inPart("response.content_part.done", index).put("part", part(draft.text()));
        return Stream.concat(Stream.concat(Stream.of(added), deltas), Stream.of(done, ended));
    }

    private static Stream<JsonObject> callEvents(int index, ToolCall call) {
        String arguments = call.arguments().toString();
        int middle = arguments.length() / 2;
        Stream<JsonObject> deltas = Stream.of(arguments.substring(0, middle), arguments.substring(middle))
                .map(half -> inItem("response.function_call_arguments.delta", index, itemId(call))
                        .put("delta", half));
        JsonObject done = inItem("response.function_call_arguments.done", index, itemId(call))
                .put("name", call.name())
                .put("arguments", arguments);
        return Stream.concat(deltas, Stream.of(done));
    }

    private JsonObject inPart(String type, int index) {
        return inItem(type, index, messageId()).put("content_index", 0);
    }

    private static JsonObject inItem(String type, int index, String item) {
        return named(type).put("item_id", item).put("output_index", index);
    }

    private Json finished(Draft draft) {
        List<Json> output = new ArrayList<>();
        if (!draft.reasoning().isEmpty()) {
            output.add(reasoningItem(draft));
        }
        if (draft.calls().isEmpty()) {
            output.add(messageItem(draft));
        }
        draft.calls().forEach(call -> output.add(callItem(call)));
        boolean cut = draft.finish() == Finish.LENGTH;
        JsonObject response = response(cut ? "incomplete" : "completed", output);
        if (cut) {
            response.put("incomplete_details", Json.object().put("reason", "max_output_tokens"));
        }
        draft.tokens().ifPresent(tokens -> response.put("usage", usage(tokens)));
        return response.toJson();
    }

    private JsonObject response(String status, List<Json> output) {
        JsonArray items = Json.array();
        output.forEach(items::add);
        return Json.object()
                .put("id", id)
                .put("object", "response")
                .put("created_at", created)
                .put("status", status)
                .put("error", Json.NULL)
                .put("incomplete_details", Json.NULL)
                .put("instructions", Json.NULL)
                .put("metadata", Json.object())
                .put("model", model)
                .put("output", items)
                .put("parallel_tool_calls", true)
                .put("temperature", 1)
                .put("tool_choice", "auto")
                .put("tools", Json.array())
                .put("top_p", 1)
                .put("usage", Json.NULL);
    }

    private Json reasoningItem(Draft draft) {
        return named("reasoning")
                .put("id", id.replace("resp_", "rs_"))
                .put(
                        "summary",
                        Json.array()
                                .add(Json.object().put("type", "summary_text").put("text", draft.reasoning())))
                .toJson();
    }

    private Json messageItem(Draft draft) {
        return named("message")
                .put("id", messageId())
                .put("status", "completed")
                .put("role", "assistant")
                .put("content", Json.array().add(part(draft.text())))
                .toJson();
    }

    private static Json callItem(ToolCall call) {
        return named("function_call")
                .put("id", itemId(call))
                .put("status", "completed")
                .put("call_id", call.id())
                .put("name", call.name())
                .put("arguments", call.arguments().toString())
                .toJson();
    }

    private static JsonObject part(String text) {
        return named("output_text")
                .put("text", text)
                .put("annotations", Json.array())
                .put("logprobs", Json.array());
    }

    private static JsonObject usage(Tokens tokens) {
        return Json.object()
                .put("input_tokens", tokens.input())
                .put("input_tokens_details", Json.object().put("cached_tokens", tokens.cached()))
                .put("output_tokens", tokens.output())
                .put("output_tokens_details", Json.object().put("reasoning_tokens", tokens.reasoning()))
                .put("total_tokens", tokens.total());
    }

    private String messageId() {
        return id.replace("resp_", "msg_");
    }

    private static String itemId(ToolCall call) {
        return call.id().replace("call_", "fc_");
    }

    private static JsonObject named(String type) {
        return Json.object().put("type", type);
    }

    private static String event(JsonObject event, AtomicLong sequence) {
        Json json = event.put("sequence_number", sequence.getAndIncrement()).toJson();
        return Form.event(json.get("type").text(), json.toString());
    }
}
