package io.sallyport.provider.simulated;

import io.sallyport.json.Json;
import java.util.List;
import java.util.Locale;

/// Which of the offered tools a simulated model calls.
///
/// It calls the first tool when it is told to (`tool_choice`) or when the last user text contains the word "call";
/// with the words "call all" it calls every tool. After a tool's result it answers with text.
final class ToolChoice {
    private ToolChoice() {}

    /// One offered tool.
    ///
    /// @param parameters JSON schema of its arguments
    record Tool(String name, Json parameters) {}

    static List<Tool> toCall(Json tools, Json choice, String prompt, Json messages) {
        if (!tools.isArray() || tools.size() == 0 || isNone(choice) || endsInToolResult(messages)) {
            return List.of();
        }
        List<Tool> offered = tools.elements().stream()
                .map(ToolChoice::tool)
                .filter(tool -> !tool.name().isEmpty())
                .toList();
        String named = named(choice);
        if (!named.isEmpty()) {
            return offered.stream().filter(tool -> tool.name().equals(named)).toList();
        }
        if (!isForced(choice) && !Author.asksForATool(prompt)) {
            return List.of();
        }
        boolean all = prompt.toLowerCase(Locale.ROOT).contains("call all");
        return all ? offered : offered.stream().limit(1).toList();
    }

    /// Reads the three ways of writing a tool: nested `function` (chat), flat (responses), `input_schema` (messages).
    private static Tool tool(Json tool) {
        Json function = tool.get("function").isObject() ? tool.get("function") : tool;
        Json schema = function.get("parameters").isPresent() ? function.get("parameters") : tool.get("input_schema");
        return new Tool(function.get("name").textOr(""), schema);
    }

    private static String word(Json choice) {
        return choice.isText() ? choice.text() : choice.get("type").textOr("");
    }

    private static boolean isNone(Json choice) {
        return word(choice).equals("none");
    }

    private static boolean isForced(Json choice) {
        return List.of("required", "any").contains(word(choice));
    }

    private static String named(Json choice) {
        String nested = choice.get("function").get("name").textOr("");
        return nested.isEmpty() ? choice.get("name").textOr("") : nested;
    }

    private static boolean endsInToolResult(Json messages) {
        if (!messages.isArray() || messages.size() == 0) {
            return false;
        }
        Json last = messages.at(messages.size() - 1);
        Json content = last.get("content");
        return last.get("role").textOr("").equals("tool")
                || last.get("type").textOr("").equals("function_call_output")
                || (content.isArray() && content.at(0).get("type").textOr("").equals("tool_result"));
    }
}
