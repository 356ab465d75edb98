package io.sallyport.dialect;

import io.sallyport.inference.Part;
import io.sallyport.json.Json;
import io.sallyport.json.JsonObject;
import io.sallyport.json.JsonProblem;

/// The arguments of a tool's call, for vendors that want an object.
public final class ToolInput {
    private ToolInput() {}

    /// The arguments; an object around them where they are none.
    public static Json of(Part.ToolUse use, Losses losses) {
        try {
            Json input = Json.parse(use.arguments().isBlank() ? "{}" : use.arguments());
            if (input.isObject()) {
                return input;
            }
        } catch (JsonProblem e) {
            // Clients hand back what a model wrote, which is not always JSON.
        }
        losses.changed("messages.tool_calls.arguments");
        return Json.object().put("value", use.arguments()).toJson();
    }

    /// The schema of a tool's arguments, an object's for a tool without any.
    public static Json schema(Json parameters) {
        return parameters.get("type").isPresent()
                ? parameters
                : (parameters.isObject() ? JsonObject.from(parameters) : Json.object())
                        .put("type", "object")
                        .toJson();
    }
}
