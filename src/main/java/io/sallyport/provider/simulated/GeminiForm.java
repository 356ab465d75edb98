package io.sallyport.provider.simulated;

import io.sallyport.json.Json;
import io.sallyport.json.JsonArray;
import io.sallyport.json.JsonObject;
import io.sallyport.provider.simulated.Draft.Finish;
import io.sallyport.provider.simulated.Draft.Tokens;
import io.sallyport.provider.simulated.Draft.ToolCall;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// Gemini's contents.
///
/// Source: Gemini API reference, GenerateContentResponse; Gemini API documentation, thought signatures.
record GeminiForm(String id, String model) implements Form {
    @Override
    public String whole(Draft draft) {
        JsonArray parts = Json.array();
        if (!draft.reasoning().isEmpty()) {
            parts.add(thought(draft.reasoning()));
        }
        if (draft.calls().isEmpty()) {
            parts.add(Json.object().put("text", draft.text()));
        }
        calls(draft).forEach(parts::add);
        return answer(parts, Optional.of(draft.finish()), draft.tokens()).toString();
    }

    @Override
    public Events events(Draft draft) {
        Stream<String> thoughts = Pieces.words(draft.reasoning()).stream().map(word -> piece(thought(word)));
        Stream<String> text = StreamSupport.stream(draft.pieces().spliterator(), false)
                .map(piece -> piece(Json.object().put("text", piece)));
        JsonArray last = Json.array();
        calls(draft).forEach(last::add);
        if (draft.calls().isEmpty()) {
            last.add(Json.object().put("text", ""));
        }
        return new Events(
                Stream.concat(thoughts, text),
                Stream.of(Form.event(answer(last, Optional.of(draft.finish()), draft.tokens())
                        .toString())));
    }

    @Override
    public String errorEvent(Fault fault) {
        return Form.event(fault.google());
    }

    private String piece(JsonObject part) {
        return Form.event(answer(Json.array().add(part), Optional.empty(), Optional.empty())
                .toString());
    }

    private Json answer(JsonArray parts, Optional<Finish> finish, Optional<Tokens> tokens) {
        JsonObject candidate =
                Json.object().put("content", Json.object().put("parts", parts).put("role", "model"));
        finish.ifPresent(why -> candidate.put("finishReason", why == Finish.LENGTH ? "MAX_TOKENS" : "STOP"));
        JsonObject answer = Json.object().put("candidates", Json.array().add(candidate.put("index", 0)));
        tokens.ifPresent(counted -> answer.put("usageMetadata", usage(counted)));
        return answer.put("modelVersion", model).put("responseId", id).toJson();
    }

    private static JsonObject thought(String text) {
        return Json.object().put("text", text).put("thought", true);
    }

    /// The first of several calls is signed.
    private static List<JsonObject> calls(Draft draft) {
        List<ToolCall> calls = draft.calls();
        return calls.stream()
                .map(call -> {
                    JsonObject part = Json.object()
                            .put(
                                    "functionCall",
                                    Json.object()
                                            .put("id", call.id())
                                            .put("name", call.name())
                                            .put("args", call.arguments()));
                    return call.equals(calls.getFirst()) ? part.put("thoughtSignature", signature(call.name())) : part;
                })
                .toList();
    }

    /// What the model signs a call of this tool with.
    static String signature(String name) {
        return Base64.getEncoder().encodeToString(("signed " + name).getBytes(StandardCharsets.UTF_8));
    }

    private static JsonObject usage(Tokens tokens) {
        return Json.object()
                .put("promptTokenCount", tokens.input())
                .put("cachedContentTokenCount", tokens.cached())
                .put("candidatesTokenCount", tokens.output() - tokens.reasoning())
                .put("thoughtsTokenCount", tokens.reasoning())
                .put("totalTokenCount", tokens.total());
    }
}
