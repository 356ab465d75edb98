package io.sallyport.provider.simulated;

import io.sallyport.json.Json;
import io.sallyport.json.JsonArray;
import io.sallyport.json.JsonObject;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// Ollama's own chat: every line a piece of the message.
///
/// Source: Ollama documentation, API, generate a chat message.
record OllamaForm(String model, String created) implements Form {

    @Override
    public String contentType() {
        return "application/x-ndjson";
    }

    @Override
    public String whole(Draft draft) {
        JsonObject message = message(draft.text());
        if (!draft.reasoning().isEmpty()) {
            message.put("thinking", draft.reasoning());
        }
        if (!draft.calls().isEmpty()) {
            message.put("tool_calls", calls(draft));
        }
        return done(draft, message).toJson().toString();
    }

    @Override
    public Events events(Draft draft) {
        Stream<String> thoughts = draft.reasoning().isEmpty()
                ? Stream.empty()
                : Stream.of(line(message("").put("thinking", draft.reasoning())));
        Stream<String> words = draft.calls().isEmpty()
                ? StreamSupport.stream(draft.pieces().spliterator(), false).map(piece -> line(message(piece)))
                : Stream.of(line(message("").put("tool_calls", calls(draft))));
        return new Events(
                Stream.concat(thoughts, words),
                Stream.of(done(draft, message("")).toJson() + "\n"));
    }

    @Override
    public String errorEvent(Fault fault) {
        return Json.object().put("error", fault.message()).toJson() + "\n";
    }

    private String line(JsonObject message) {
        return head(message).put("done", false).toJson() + "\n";
    }

    private JsonObject done(Draft draft, JsonObject message) {
        JsonObject last = head(message)
                .put("done", true)
                .put("done_reason", draft.finish() == Draft.Finish.LENGTH ? "length" : "stop");
        draft.tokens()
                .ifPresent(
                        tokens -> last.put("prompt_eval_count", tokens.input()).put("eval_count", tokens.output()));
        return last;
    }

    private JsonObject head(JsonObject message) {
        return Json.object().put("model", model).put("created_at", created).put("message", message);
    }

    private static JsonObject message(String content) {
        return Json.object().put("role", "assistant").put("content", content);
    }

    private static JsonArray calls(Draft draft) {
        JsonArray calls = Json.array();
        draft.calls()
                .forEach(call -> calls.add(Json.object()
                        .put("function", Json.object().put("name", call.name()).put("arguments", call.arguments()))));
        return calls;
    }
}
