package io.sallyport.dialect.openai;

import io.sallyport.dialect.AudioFormat;
import io.sallyport.dialect.DataUrl;
import io.sallyport.dialect.Losses;
import io.sallyport.inference.ChatRequest.Message;
import io.sallyport.inference.Part;
import io.sallyport.inference.Part.Media;
import io.sallyport.inference.Part.Media.Kind;
import io.sallyport.inference.Part.Source;
import io.sallyport.json.Json;
import io.sallyport.json.JsonArray;
import io.sallyport.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Writes the messages of a chat completion.
///
/// A tool's result is a message of its own there, and has words only; its pictures follow in a message of the
/// user.
final class OpenAiConversation {
    private final Set<Kind> media;
    private final Losses losses;
    private final JsonArray all = Json.array();

    /// @param media what the vendor takes besides words
    OpenAiConversation(Set<Kind> media, Losses losses) {
        this.media = media;
        this.losses = losses;
    }

    JsonArray written(List<Message> messages) {
        for (Message message : messages) {
            switch (message.role()) {
                case SYSTEM -> all.add(Json.object().put("role", "system").put("content", text(message.parts())));
                case USER -> user(message.parts());
                case ASSISTANT -> assistant(message);
            }
        }
        return all;
    }

    private void user(List<Part> parts) {
        List<Part> own = new ArrayList<>();
        for (Part part : parts) {
            if (part instanceof Part.ToolResult result) {
                result(result);
                result.parts().stream().filter(Media.class::isInstance).forEach(media -> {
                    losses.changed("messages.tool_result.media");
                    own.add(media);
                });
            }
        }
        parts.stream().filter(part -> !(part instanceof Part.ToolResult)).forEach(own::add);
        if (!own.isEmpty()) {
            all.add(Json.object().put("role", "user").put("content", content(own)));
        }
    }

    private void result(Part.ToolResult result) {
        String text = text(result.parts());
        if (result.failed()) {
            losses.emulated("messages.tool_result.is_error");
            text = "Error: " + text;
        }
        all.add(Json.object()
                .put("role", "tool")
                .put("tool_call_id", result.id())
                .put("content", text));
    }

    private void assistant(Message message) {
        JsonArray calls = Json.array();
        for (Part part : message.parts()) {
            switch (part) {
                case Part.ToolUse use -> calls.add(OpenAiAnswers.call(use));
                case Part.Thought _ -> losses.dropped("messages.thinking");
                case Part.Media _ -> losses.dropped("messages.assistant.media");
                case Part.CacheMark _ -> unmarked();
                case Part.Text _, Part.ToolResult _ -> {
                    // Words are joined below; results are never said by the model.
                }
            }
        }
        String text = text(message.parts());
        boolean isCalling = calls.toJson().size() > 0;
        JsonObject said = Json.object()
                .put("role", "assistant")
                .put("content", text.isEmpty() && isCalling ? Json.NULL : Json.of(text));
        all.add(isCalling ? said.put("tool_calls", calls) : said);
    }

    /// Servers of this form find their caches without being told.
    private void unmarked() {
        losses.dropped("messages.cache_control");
    }

    private String text(List<Part> parts) {
        if (parts.stream().anyMatch(Part.CacheMark.class::isInstance)) {
            unmarked();
        }
        List<String> texts = new ArrayList<>();
        for (Part part : parts) {
            if (part instanceof Part.Text(String text)) {
                texts.add(text);
            }
        }
        return String.join("\n", texts);
    }

    private Json content(List<Part> parts) {
        if (parts.size() == 1 && parts.getFirst() instanceof Part.Text(String only)) {
            return Json.of(only);
        }
        JsonArray content = Json.array();
        for (Part part : parts) {
            switch (part) {
                case Part.Text(String text) ->
                    content.add(Json.object().put("type", "text").put("text", text));
                case Media shown -> media(shown, content);
                case Part.CacheMark _ -> unmarked();
                case Part.ToolUse _, Part.ToolResult _, Part.Thought _ -> losses.dropped("messages.user.part");
            }
        }
        return content.toJson();
    }

    private void media(Media shown, JsonArray content) {
        if (!media.contains(shown.kind())) {
            losses.dropped("messages." + shown.kind().word());
            return;
        }
        switch (shown.kind()) {
            case IMAGE ->
                content.add(Json.object()
                        .put("type", "image_url")
                        .put("image_url", Json.object().put("url", DataUrl.write(shown.source()))));
            case DOCUMENT -> document(shown, content);
            case AUDIO -> audio(shown.source(), content);
        }
    }

    private void document(Media shown, JsonArray content) {
        if (shown.source() instanceof Source.Link) {
            losses.dropped("messages.document.url");
            return;
        }
        content.add(Json.object()
                .put("type", "file")
                .put(
                        "file",
                        Json.object()
                                .put("filename", shown.name().isEmpty() ? "document.pdf" : shown.name())
                                .put("file_data", DataUrl.write(shown.source()))));
    }

    private void audio(Source source, JsonArray content) {
        if (source instanceof Source.Inline(String type, String base64)) {
            Optional<String> format = AudioFormat.word(type);
            if (format.isPresent()) {
                JsonObject audio = Json.object().put("data", base64).put("format", format.get());
                content.add(Json.object().put("type", "input_audio").put("input_audio", audio));
                return;
            }
        }
        losses.dropped("messages.audio");
    }
}
