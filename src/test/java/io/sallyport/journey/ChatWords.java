package io.sallyport.journey;

import io.sallyport.json.Json;
import io.sallyport.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/// Chats as clients and backends write them.
final class ChatWords {
    private ChatWords() {}

    static String question(String model) {
        return "{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}";
    }

    static String streamed(String model) {
        return question(model).replace("}]}", "}],\"stream\":true}");
    }

    static String answer(String content) {
        return "{\"id\":\"c1\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,"
                + "\"finish_reason\":\"stop\",\"message\":{\"role\":\"assistant\",\"content\":\"" + content + "\"}}],"
                + "\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":7,\"total_tokens\":12}}";
    }

    static String[] chunks(String text, int size) {
        List<String> chunks = new ArrayList<>();
        for (int i = 0; i < text.length(); i += size) {
            JsonObject delta = Json.object().put("content", text.substring(i, Math.min(text.length(), i + size)));
            chunks.add(chunk(delta, "null"));
        }
        chunks.add(chunk(Json.object(), "\"stop\""));
        chunks.add("[DONE]");
        return chunks.toArray(String[]::new);
    }

    static String chunk(JsonObject delta, String finish) {
        return "{\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,"
                + "\"delta\":" + delta.toJson() + ",\"finish_reason\":" + finish + "}]}";
    }

    static String delta(String text) {
        return "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,"
                + "\"delta\":{\"type\":\"text_delta\",\"text\":\"" + text + "\"}}\n\n";
    }

    /// What all chunks of a chat say together.
    static String content(String events) {
        StringBuilder content = new StringBuilder();
        for (String line : events.lines().toList()) {
            if (line.startsWith("data: {")) {
                content.append(Json.parse(line.substring(6))
                        .path("choices.0.delta.content")
                        .textOr(""));
            }
        }
        return content.toString();
    }
}
