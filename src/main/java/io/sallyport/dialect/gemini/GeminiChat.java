package io.sallyport.dialect.gemini;

import io.sallyport.dialect.ClientChat;
import io.sallyport.dialect.Losses;
import io.sallyport.inference.ChatReply;
import io.sallyport.inference.ChatRequest;
import io.sallyport.inference.ChatRequest.ToolChoice;
import io.sallyport.inference.ChatRequest.ToolChoice.Rule;
import io.sallyport.inference.TokenUsage;
import io.sallyport.inference.Tool;
import io.sallyport.json.Json;
import io.sallyport.lang.Bytes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Contents as clients ask for them; the model and whether events are wanted stand in the path.
///
/// Source: Gemini API reference, `models.generateContent`.
final class GeminiChat implements ClientChat {
    private static final Set<String> READ =
            Set.of("model", "contents", "systemInstruction", "tools", "toolConfig", "generationConfig");

    @Override
    public ChatRequest read(Json body, Losses losses) {
        Spelling.unread(losses, body, READ, "");
        Json choice = Spelling.get(Spelling.get(body, "toolConfig"), "functionCallingConfig");
        Set<String> allowed = allowed(choice);
        List<Tool> tools = tools(body.get("tools"), losses).stream()
                .filter(tool -> allowed.isEmpty() || allowed.contains(tool.name()))
                .toList();
        return new ChatRequest(
                "",
                false,
                true,
                new GeminiContents(losses).read(Spelling.get(body, "systemInstruction"), body.get("contents")),
                tools,
                choice(choice, allowed),
                new GeminiOptions(Spelling.get(body, "generationConfig"), losses).read());
    }

    private static List<Tool> tools(Json tools, Losses losses) {
        List<Tool> read = new ArrayList<>();
        for (Json tool : tools.isPresent() ? tools.elements() : List.<Json>of()) {
            for (Json.Field field : tool.fields()) {
                switch (field.name()) {
                    case "functionDeclarations", "function_declarations" ->
                        field.value().elements().forEach(function -> read.add(tool(function)));
                    default -> losses.dropped("tools." + field.name());
                }
            }
        }
        return read;
    }

    private static Tool tool(Json function) {
        Json schema = Spelling.get(function, "parametersJsonSchema");
        return new Tool(
                function.get("name").text(),
                function.get("description").textOr(""),
                schema.isPresent() ? schema : GeminiSchema.read(function.get("parameters")),
                false);
    }

    private static Set<String> allowed(Json choice) {
        Json names = Spelling.get(choice, "allowedFunctionNames");
        return names.isPresent() ? names.elements().stream().map(Json::text).collect(Collectors.toSet()) : Set.of();
    }

    private static ToolChoice choice(Json choice, Set<String> allowed) {
        Json mode = choice.get("mode");
        Rule rule = switch (mode.textOr("")) {
            case "", "MODE_UNSPECIFIED" -> Rule.UNSAID;
            case "AUTO", "VALIDATED" -> Rule.AUTO;
            case "NONE" -> Rule.NONE;
            case "ANY" -> allowed.size() == 1 ? Rule.NAMED : Rule.ANY;
            default -> throw mode.problem("must be AUTO, ANY, NONE or VALIDATED");
        };
        return new ToolChoice(rule, rule == Rule.NAMED ? allowed.stream().findFirst() : Optional.empty(), false);
    }

    @Override
    public Bytes whole(ChatRequest request, ChatReply reply, Optional<TokenUsage> usage, Instant made) {
        return GeminiAnswers.whole(reply, usage).bytes();
    }

    @Override
    public Events events(ChatRequest request, Instant made) {
        return new GeminiAnswerEvents();
    }
}
