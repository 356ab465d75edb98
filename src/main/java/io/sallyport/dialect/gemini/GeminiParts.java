package io.sallyport.dialect.gemini;

import io.sallyport.dialect.Losses;
import io.sallyport.inference.Part;
import io.sallyport.inference.Part.Media;
import io.sallyport.inference.Part.Source;
import io.sallyport.json.Json;
import io.sallyport.json.JsonArray;
import io.sallyport.json.JsonObject;
import io.sallyport.json.JsonProblem;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Writes the parts of a content in Gemini's form.
///
/// A result names the tool that was called; other forms name the call only, so the name is found by its id.
/// Source: Gemini API reference, Part; Gemini API documentation, thought signatures.
final class GeminiParts {
    /// What the vendor takes for the signature of a call that another model made.
    private static final String FOREIGN = "skip_thought_signature_validator";

    private static final Map<String, String> TYPES = Map.of(
            "png", "image/png",
            "jpg", "image/jpeg",
            "jpeg", "image/jpeg",
            "webp", "image/webp",
            "gif", "image/gif",
            "pdf", "application/pdf");

    private final boolean tellsIds;
    private final boolean signs;
    private final Losses losses;

    /// @param tellsIds calls and results have ids there
    /// @param signs the model wants the signatures of its calls back
    GeminiParts(boolean tellsIds, boolean signs, Losses losses) {
        this.tellsIds = tellsIds;
        this.signs = signs;
        this.losses = losses;
    }

    /// @param names of the tools that were called so far, by the ids of the calls; grows
    Json written(List<Part> parts, Map<String, String> names) {
        JsonArray all = Json.array();
        boolean first = true;
        for (Part part : parts) {
            switch (part) {
                case Part.Text(String text) -> {
                    if (!text.isEmpty()) {
                        all.add(Json.object().put("text", text));
                    }
                }
                case Media media -> all.add(media(media));
                case Part.ToolUse use -> {
                    names.put(use.id(), use.name());
                    all.add(call(use, first));
                    first = false;
                }
                case Part.ToolResult result -> {
                    all.add(result(result, names.getOrDefault(result.id(), result.id())));
                    media(result, all);
                }
                case Part.Thought _ -> losses.dropped("messages.reasoning");
                case Part.CacheMark _ -> losses.dropped("messages.cache_control");
            }
        }
        return all.toJson();
    }

    private static JsonObject media(Media media) {
        return switch (media.source()) {
            case Source.Inline(String mediaType, String base64) ->
                Json.object()
                        .put(
                                "inlineData",
                                Json.object().put("mimeType", mediaType).put("data", base64));
            case Source.Link(String url) -> {
                JsonObject file = Json.object().put("fileUri", url);
                String type = TYPES.get(url.substring(url.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
                yield Json.object().put("fileData", type == null ? file : file.put("mimeType", type));
            }
        };
    }

    private JsonObject call(Part.ToolUse use, boolean first) {
        JsonObject call = Json.object();
        if (tellsIds && !use.id().isEmpty()) {
            call.put("id", use.id());
        }
        JsonObject part =
                Json.object().put("functionCall", call.put("name", use.name()).put("args", arguments(use)));
        if (!use.signature().isEmpty()) {
            return part.put("thoughtSignature", use.signature());
        }
        if (signs && first) {
            losses.emulated("messages.tool_calls.signature");
            return part.put("thoughtSignature", FOREIGN);
        }
        return part;
    }

    private Json arguments(Part.ToolUse use) {
        try {
            Json arguments = Json.parse(use.arguments().isBlank() ? "{}" : use.arguments());
            if (arguments.isObject()) {
                return arguments;
            }
        } catch (JsonProblem e) {
            // Clients hand back what a model wrote, which is not always JSON.
        }
        losses.changed("messages.tool_calls.arguments");
        return Json.object().put("value", use.arguments()).toJson();
    }

    private JsonObject result(Part.ToolResult result, String name) {
        JsonObject answer = Json.object();
        if (tellsIds && !result.id().isEmpty()) {
            answer.put("id", result.id());
        }
        return Json.object().put("functionResponse", answer.put("name", name).put("response", response(result)));
    }

    /// The vendor wants an object, and reads `output` and `error` as what they say.
    private static Json response(Part.ToolResult result) {
        StringBuilder text = new StringBuilder();
        for (Part part : result.parts()) {
            if (part instanceof Part.Text(String words)) {
                text.append(text.isEmpty() ? "" : "\n").append(words);
            }
        }
        if (result.failed()) {
            return Json.object().put("error", text.toString()).toJson();
        }
        try {
            Json response = Json.parse(text.toString());
            return response.isObject()
                    ? response
                    : Json.object().put("output", response).toJson();
        } catch (JsonProblem e) {
            return Json.object().put("output", text.toString()).toJson();
        }
    }

    /// Pictures stand beside the result they belong to.
    private void media(Part.ToolResult result, JsonArray all) {
        for (Part part : result.parts()) {
            if (part instanceof Media media) {
                losses.changed("messages.tool_result.media");
                all.add(media(media));
            }
        }
    }
}
