package io.sallyport.dialect.bedrock;

import io.sallyport.dialect.AudioFormat;
import io.sallyport.dialect.Losses;
import io.sallyport.dialect.ToolInput;
import io.sallyport.dialect.Turns.Turn;
import io.sallyport.inference.ChatRequest;
import io.sallyport.inference.ChatRequest.Role;
import io.sallyport.inference.Part;
import io.sallyport.inference.Part.Media;
import io.sallyport.inference.Part.Source;
import io.sallyport.json.Json;
import io.sallyport.json.JsonArray;
import io.sallyport.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Writes messages and their content blocks for Bedrock.
///
/// Source: Amazon Bedrock API reference, Message, ContentBlock.
final class ConverseBlocks {
    private static final Map<String, String> DOCUMENTS = Map.of(
            "application/pdf", "pdf",
            "text/csv", "csv",
            "text/html", "html",
            "text/plain", "txt",
            "text/markdown", "md",
            "application/msword", "doc",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx",
            "application/vnd.ms-excel", "xls",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx");

    private final Losses losses;
    private int documents;

    ConverseBlocks(Losses losses) {
        this.losses = losses;
    }

    /// Whether a tool was called before.
    static boolean usesTools(ChatRequest request) {
        return request.messages().stream()
                .flatMap(message -> message.parts().stream())
                .anyMatch(part -> part instanceof Part.ToolUse || part instanceof Part.ToolResult);
    }

    JsonArray messages(List<Turn> turns) {
        JsonArray messages = Json.array();
        for (Turn turn : turns) {
            Json content = written(turn.parts());
            if (content.size() > 0) {
                messages.add(Json.object()
                        .put("role", turn.role() == Role.ASSISTANT ? "assistant" : "user")
                        .put("content", content));
            }
        }
        return messages;
    }

    Json written(List<Part> parts) {
        JsonArray blocks = Json.array();
        for (Part part : parts) {
            switch (part) {
                case Part.Text(String text) -> text(text, blocks);
                case Media media -> media(media, blocks);
                case Part.ToolUse use -> blocks.add(Json.object().put("toolUse", toolUse(use)));
                case Part.ToolResult result -> blocks.add(Json.object().put("toolResult", result(result)));
                case Part.Thought thought -> thought(thought, blocks);
                case Part.CacheMark mark -> {
                    if (blocks.toJson().size() > 0) {
                        blocks.add(mark(mark));
                    }
                }
            }
        }
        return blocks.toJson();
    }

    static JsonObject mark(Part.CacheMark mark) {
        JsonObject point = Json.object().put("type", "default");
        return Json.object().put("cachePoint", mark.lifetime().isEmpty() ? point : point.put("ttl", mark.lifetime()));
    }

    /// Blank texts are refused there.
    private static void text(String text, JsonArray blocks) {
        if (!text.isBlank()) {
            blocks.add(Json.object().put("text", text));
        }
    }

    /// What is on the network would have to be fetched first, which is nothing a gateway does for strangers.
    private void media(Media media, JsonArray blocks) {
        if (!(media.source() instanceof Source.Inline(String type, String base64))) {
            losses.dropped("messages." + media.kind().word() + ".url");
            return;
        }
        JsonObject written = Json.object();
        switch (media.kind()) {
            case IMAGE -> written.put("format", image(type));
            case AUDIO -> {
                Optional<String> format = AudioFormat.word(type);
                if (format.isEmpty()) {
                    losses.dropped("messages.audio");
                    return;
                }
                written.put("format", format.get());
            }
            case DOCUMENT -> {
                documents++;
                written.put("format", DOCUMENTS.getOrDefault(type, "txt")).put("name", name(media.name()));
            }
        }
        written.put("source", Json.object().put("bytes", base64));
        blocks.add(Json.object().put(media.kind().word(), written));
    }

    private static String image(String type) {
        String word = type.substring(type.indexOf('/') + 1);
        return word.equals("jpg") ? "jpeg" : word;
    }

    /// Other characters, and two blanks in a row, are refused there; so is one name twice.
    private String name(String name) {
        String plain = name.replaceAll("[^A-Za-z0-9 ()\\[\\]-]+", "-")
                .replaceAll(" +", " ")
                .strip();
        return (plain.isEmpty() ? "document" : plain) + (documents > 1 ? " " + documents : "");
    }

    private JsonObject toolUse(Part.ToolUse use) {
        return Json.object()
                .put("toolUseId", id(use.id()))
                .put("name", use.name())
                .put("input", ToolInput.of(use, losses));
    }

    private JsonObject result(Part.ToolResult result) {
        Json content = written(result.parts());
        JsonObject written = Json.object()
                .put("toolUseId", id(result.id()))
                .put(
                        "content",
                        content.size() > 0
                                ? content
                                : Json.array()
                                        .add(Json.object().put("text", "(nothing)"))
                                        .toJson());
        return result.failed() ? written.put("status", "error") : written;
    }

    /// Only signed thoughts are taken back.
    private void thought(Part.Thought thought, JsonArray blocks) {
        if (thought.signature().isEmpty()) {
            losses.dropped("messages.reasoning");
            return;
        }
        JsonObject text = Json.object().put("text", thought.text()).put("signature", thought.signature());
        blocks.add(Json.object().put("reasoningContent", Json.object().put("reasoningText", text)));
    }

    /// Other characters are refused there; a call and its result are changed alike.
    private static String id(String id) {
        return id.replaceAll("[^A-Za-z0-9_.:-]", "_");
    }
}
