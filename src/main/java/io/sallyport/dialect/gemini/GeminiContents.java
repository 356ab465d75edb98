package io.sallyport.dialect.gemini;

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

/// Reads system instruction and contents of Gemini's form.
///
/// Clients may leave the ids of calls away; then a result belongs to the oldest call of its name that has none.
/// Source: Gemini API reference, Content and Part.
final class GeminiContents {
    private static final Set<String> READ =
            Set.of("text", "thought", "thoughtSignature", "inlineData", "fileData", "functionCall", "functionResponse");

    private final Losses losses;
    private final List<Part.ToolUse> open = new ArrayList<>();
    private int calls;

    GeminiContents(Losses losses) {
        this.losses = losses;
    }

    List<Message> read(Json system, Json contents) {
        List<Message> all = new ArrayList<>();
        if (system.isPresent()) {
            all.add(new Message(Role.SYSTEM, parts(system)));
        }
        contents.elements().forEach(content -> all.add(message(content)));
        return all;
    }

    private Message message(Json content) {
        Json role = content.get("role");
        return switch (role.textOr("user")) {
            case "user", "function" -> new Message(Role.USER, parts(content));
            case "model" -> new Message(Role.ASSISTANT, parts(content));
            case "system" -> new Message(Role.SYSTEM, parts(content));
            default -> throw role.problem("must be user or model");
        };
    }

    private List<Part> parts(Json content) {
        List<Part> parts = new ArrayList<>();
        Json all = content.get("parts");
        if (all.isObject()) {
            add(all, parts);
        } else if (all.isPresent()) {
            all.elements().forEach(part -> add(part, parts));
        }
        return parts;
    }

    private void add(Json part, List<Part> parts) {
        Spelling.unread(losses, part, READ, "contents.");
        Json call = Spelling.get(part, "functionCall");
        Json response = Spelling.get(part, "functionResponse");
        Json inline = Spelling.get(part, "inlineData");
        Json file = Spelling.get(part, "fileData");
        if (call.isPresent()) {
            parts.add(call(call, Spelling.get(part, "thoughtSignature").textOr("")));
        } else if (response.isPresent()) {
            parts.add(result(response));
        } else if (inline.isPresent()) {
            String type = Spelling.get(inline, "mimeType").text();
            media(type, new Source.Inline(type, inline.get("data").text()), parts);
        } else if (file.isPresent()) {
            String url = Spelling.get(file, "fileUri").text();
            media(Spelling.get(file, "mimeType").textOr("image/"), new Source.Link(url), parts);
        } else if (part.get("text").isPresent()) {
            String text = part.get("text").text();
            boolean thought = part.get("thought").boolOr(false);
            parts.add(thought ? new Part.Thought(text, "") : new Part.Text(text));
        }
    }

    private void media(String type, Source source, List<Part> parts) {
        String family = type.substring(0, Math.max(0, type.indexOf('/')));
        switch (family) {
            case "video" -> losses.dropped("contents.video");
            case "audio" -> parts.add(new Media(Kind.AUDIO, source, ""));
            case "image" -> parts.add(new Media(Kind.IMAGE, source, ""));
            default -> parts.add(new Media(Kind.DOCUMENT, source, ""));
        }
    }

    private Part.ToolUse call(Json call, String signature) {
        Json arguments = call.get("args");
        Part.ToolUse use = new Part.ToolUse(
                call.get("id").textOr("call_" + calls),
                call.get("name").text(),
                arguments.isPresent() ? arguments.toString() : "{}",
                signature);
        calls++;
        open.add(use);
        return use;
    }

    private Part.ToolResult result(Json answered) {
        String name = answered.get("name").textOr("");
        String id = answered.get("id").textOr(oldest(name));
        open.removeIf(use -> use.id().equals(id));
        Json response = answered.get("response");
        Json error = response.get("error");
        boolean failed = error.isPresent() && response.size() == 1;
        return new Part.ToolResult(id, List.of(new Part.Text(words(failed ? error : response))), failed);
    }

    private String oldest(String name) {
        return open.stream()
                .filter(use -> use.name().equals(name))
                .findFirst()
                .map(Part.ToolUse::id)
                .orElse(name);
    }

    /// SDKs wrap what is no object.
    private static String words(Json response) {
        Json only = response.size() == 1 && response.get("output").isPresent() ? response.get("output") : response;
        return only.isText() ? only.text() : only.isPresent() ? only.toString() : "";
    }
}
