package io.sallyport.dialect.anthropic;

import io.sallyport.dialect.CacheControl;
import io.sallyport.dialect.Content;
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

/// Reads system prompt and messages of Anthropic's form.
final class AnthropicMessages {
    private static final Set<String> READ = Set.of(
            "type",
            "text",
            "source",
            "title",
            "thinking",
            "signature",
            "data",
            "id",
            "name",
            "input",
            "tool_use_id",
            "content",
            "is_error",
            CacheControl.NAME);

    private final Losses losses;

    AnthropicMessages(Losses losses) {
        this.losses = losses;
    }

    List<Message> read(Json system, Json messages) {
        List<Message> all = new ArrayList<>();
        if (system.isPresent()) {
            all.add(new Message(Role.SYSTEM, content(system)));
        }
        messages.elements().forEach(message -> all.add(message(message)));
        return all;
    }

    private Message message(Json message) {
        Json role = message.get("role");
        List<Part> parts = content(message.get("content"));
        return switch (role.textOr("")) {
            case "user" -> new Message(Role.USER, parts);
            case "assistant" -> new Message(Role.ASSISTANT, parts);
            case "system" -> new Message(Role.SYSTEM, parts);
            default -> throw role.problem("must be user or assistant");
        };
    }

    private List<Part> content(Json content) {
        return Content.read(content, this::add);
    }

    private void add(Json block, List<Part> parts) {
        losses.unread(block, READ, "messages.");
        switch (block.get("type").textOr("")) {
            case "text" -> parts.add(new Part.Text(block.get("text").text()));
            case "image" -> media(Kind.IMAGE, block, parts);
            case "document" -> media(Kind.DOCUMENT, block, parts);
            case "thinking" ->
                parts.add(new Part.Thought(
                        block.get("thinking").textOr(""), block.get("signature").textOr("")));
            case "tool_use" ->
                parts.add(new Part.ToolUse(
                        block.get("id").text(),
                        block.get("name").text(),
                        block.get("input").toString()));
            case "tool_result" ->
                parts.add(new Part.ToolResult(
                        block.get("tool_use_id").text(),
                        content(block.get("content")),
                        block.get("is_error").boolOr(false)));
            default -> losses.dropped("messages." + block.get("type").textOr("block"));
        }
        CacheControl.read(block).ifPresent(parts::add);
    }

    private void media(Kind kind, Json block, List<Part> parts) {
        Json source = block.get("source");
        String name = block.get("title").textOr("");
        switch (source.get("type").textOr("")) {
            case "base64" ->
                parts.add(new Media(
                        kind,
                        new Source.Inline(
                                source.get("media_type").text(),
                                source.get("data").text()),
                        name));
            case "url" ->
                parts.add(new Media(kind, new Source.Link(source.get("url").text()), name));
            case "text" -> parts.add(new Part.Text(source.get("data").text()));
            case "content" -> parts.addAll(content(source.get("content")));
            default -> losses.dropped("messages.source." + source.get("type").textOr("none"));
        }
    }
}
