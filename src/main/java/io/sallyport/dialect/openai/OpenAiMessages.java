package io.sallyport.dialect.openai;

import io.sallyport.dialect.AudioFormat;
import io.sallyport.dialect.CacheControl;
import io.sallyport.dialect.Content;
import io.sallyport.dialect.DataUrl;
import io.sallyport.dialect.Given;
import io.sallyport.dialect.Losses;
import io.sallyport.inference.ChatRequest.Message;
import io.sallyport.inference.ChatRequest.Role;
import io.sallyport.inference.Part;
import io.sallyport.inference.Part.Media;
import io.sallyport.inference.Part.Media.Kind;
import io.sallyport.inference.Part.Source;
import io.sallyport.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Reads the messages of a chat completion.
final class OpenAiMessages {
    private static final Set<String> READ = Set.of(
            "role",
            "content",
            "refusal",
            "tool_calls",
            "tool_call_id",
            "reasoning_content",
            "reasoning",
            ReasoningDetails.NAME);

    private final Losses losses;

    OpenAiMessages(Losses losses) {
        this.losses = losses;
    }

    List<Message> read(Json messages) {
        return messages.elements().stream().map(this::message).toList();
    }

    private Message message(Json message) {
        losses.unread(message, READ, "messages.");
        Json role = message.get("role");
        return switch (role.textOr("")) {
            case "system", "developer" -> new Message(Role.SYSTEM, content(message.get("content")));
            case "user" -> new Message(Role.USER, content(message.get("content")));
            case "assistant" -> new Message(Role.ASSISTANT, said(message));
            case "tool" ->
                new Message(
                        Role.USER,
                        List.of(new Part.ToolResult(
                                message.get("tool_call_id").text(), content(message.get("content")), false)));
            default -> throw role.problem("must be system, developer, user, assistant or tool");
        };
    }

    private List<Part> said(Json message) {
        List<Part> parts = new ArrayList<>(ReasoningDetails.read(message));
        parts.addAll(content(message.get("content")));
        if (message.get("refusal").isPresent()) {
            parts.add(new Part.Text(message.get("refusal").text()));
        }
        for (Json call : Given.elements(message.get("tool_calls"))) {
            Json function = call.get("function");
            parts.add(new Part.ToolUse(
                    call.get("id").text(),
                    function.get("name").text(),
                    function.get("arguments").textOr("")));
        }
        return parts;
    }

    private List<Part> content(Json content) {
        return Content.read(content, this::add);
    }

    private void add(Json part, List<Part> parts) {
        switch (part.get("type").textOr("")) {
            case "text" -> parts.add(new Part.Text(part.get("text").text()));
            case "refusal" -> parts.add(new Part.Text(part.get("refusal").text()));
            case "image_url" -> {
                if (part.path("image_url.detail").isPresent()) {
                    losses.dropped("messages.image_url.detail");
                }
                parts.add(new Media(
                        Kind.IMAGE, DataUrl.read(part.path("image_url.url").text()), ""));
            }
            case "file" -> file(part.get("file"), parts);
            case "input_audio" -> parts.add(audio(part.get("input_audio")));
            default -> losses.dropped("messages." + part.get("type").textOr("part"));
        }
        CacheControl.read(part).ifPresent(parts::add);
    }

    private static Media audio(Json audio) {
        String type = AudioFormat.mediaType(audio.get("format").text());
        return new Media(Kind.AUDIO, new Source.Inline(type, audio.get("data").text()), "");
    }

    private void file(Json file, List<Part> parts) {
        if (file.get("file_data").isPresent()) {
            String name = file.get("filename").textOr("");
            parts.add(
                    new Media(Kind.DOCUMENT, DataUrl.read(file.get("file_data").text()), name));
        } else {
            losses.dropped("messages.file.file_id");
        }
    }
}
