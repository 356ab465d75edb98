package io.sallyport.dialect.openai;

import io.sallyport.dialect.Losses;
import io.sallyport.inference.ChatRequest;
import io.sallyport.inference.Part.Media.Kind;
import io.sallyport.inference.Tool;
import io.sallyport.json.Json;
import io.sallyport.json.JsonArray;
import io.sallyport.json.JsonObject;
import java.util.List;
import java.util.Set;

/// What was said and what may be called, in OpenAI's form and those that took it over.
public final class Talk {
    private Talk() {}

    /// The members `model`, `messages` and, where there are any, `tools`.
    ///
    /// @param media what the vendor takes besides words
    public static JsonObject of(ChatRequest request, Set<Kind> media, Losses losses) {
        JsonObject body = Json.object()
                .put("model", request.model())
                .put("messages", new OpenAiConversation(media, losses).written(request.messages()));
        return request.tools().isEmpty() ? body : body.put("tools", tools(request.tools(), losses));
    }

    private static JsonArray tools(List<Tool> tools, Losses losses) {
        JsonArray all = Json.array();
        for (Tool tool : tools) {
            JsonObject function = Json.object().put("name", tool.name());
            if (!tool.description().isEmpty()) {
                function.put("description", tool.description());
            }
            function.put("parameters", tool.parameters());
            if (tool.strict()) {
                function.put("strict", true);
            }
            if (tool.mark().isPresent()) {
                losses.dropped("tools.cache_control");
            }
            all.add(Json.object().put("type", "function").put("function", function));
        }
        return all;
    }
}
