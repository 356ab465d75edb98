package io.sallyport.provider.simulated;

import io.sallyport.json.Json;
import io.sallyport.json.JsonArray;
import java.util.List;
import java.util.Optional;

/// Google's addresses and bodies: contents of the Gemini API, and both kinds of models on Vertex AI.
///
/// Source: Gemini API reference; Vertex AI API reference.
final class Google {
    private static final String MODELS = "/models/";

    private Google() {}

    /// What an address of Google's kind asks for.
    ///
    /// @param method for example `generateContent`
    record Place(String model, String method) {
        boolean streams() {
            return method.startsWith("stream");
        }

        /// Whether the answer is a message of Anthropic's form.
        boolean isOfAnthropic() {
            return method.endsWith("RawPredict") || method.equals("rawPredict");
        }

        /// Whether tokens of a message are to be counted; its model stands in the body then.
        boolean countsMessage() {
            return isOfAnthropic() && model.equals("count-tokens");
        }
    }

    static Optional<Place> place(String path) {
        int from = path.indexOf(MODELS);
        int colon = path.lastIndexOf(':');
        return from < 0 || colon < from
                ? Optional.empty()
                : Optional.of(new Place(path.substring(from + MODELS.length(), colon), path.substring(colon + 1)));
    }

    /// The text of the last content a user wrote.
    static String prompt(Json contents) {
        List<Json> all = contents.isArray() ? contents.elements() : List.of();
        for (Json content : all.reversed()) {
            if (!content.get("role").textOr("user").equals("model")) {
                StringBuilder text = new StringBuilder();
                parts(content).forEach(part -> text.append(part.get("text").textOr("")));
                return text.toString();
            }
        }
        return "";
    }

    private static List<Json> parts(Json content) {
        return content.get("parts").isArray() ? content.get("parts").elements() : List.of();
    }

    /// Which tools are called, as [ToolChoice] decides.
    static List<ToolChoice.Tool> toCall(Members body, String prompt, Json contents) {
        Json config = body.json("toolConfig").get("functionCallingConfig");
        String mode = config.get("mode").textOr("AUTO");
        Json named = config.get("allowedFunctionNames").at(0);
        Json last = contents.isArray() ? contents.at(contents.size() - 1) : Members.MISSING;
        boolean answered = parts(last).stream()
                .anyMatch(part -> part.get("functionResponse").isObject());
        if (mode.equals("NONE") || answered) {
            return List.of();
        }
        Json choice = named.isText()
                ? Json.object().put("name", named).toJson()
                : Json.of(mode.equals("ANY") ? "required" : "auto");
        return ToolChoice.toCall(declared(body.json("tools")), choice, prompt, Members.MISSING);
    }

    private static Json declared(Json tools) {
        JsonArray all = Json.array();
        for (Json tool : tools.isArray() ? tools.elements() : List.<Json>of()) {
            Json functions = tool.get("functionDeclarations");
            for (Json function : functions.isArray() ? functions.elements() : List.<Json>of()) {
                Json schema = function.get("parametersJsonSchema");
                all.add(Json.object()
                        .put("name", function.get("name"))
                        .put("parameters", schema.isObject() ? schema : function.get("parameters")));
            }
        }
        return all.toJson();
    }

    /// A call that comes back without the signature it was made with is refused, as the vendor does it.
    static boolean lacksSignature(Json contents) {
        for (Json content : contents.isArray() ? contents.elements() : List.<Json>of()) {
            Optional<Json> first = parts(content).stream()
                    .filter(part -> part.get("functionCall").isObject())
                    .findFirst();
            if (first.isPresent()) {
                String name = first.get().path("functionCall.name").textOr("");
                if (!first.get().get("thoughtSignature").textOr("").equals(GeminiForm.signature(name))) {
                    return true;
                }
            }
        }
        return false;
    }

    static Answer countTokens(Members body) {
        long tokens = Draft.Tokens.of(body.size("contents") + body.size("systemInstruction"));
        return Answer.Whole.json(200, "{\"totalTokens\":" + tokens + "}");
    }
}
