package io.sallyport.provider.simulated;

import io.sallyport.json.Json;
import io.sallyport.json.JsonObject;

/// An error as a vendor reports it.
record Fault(int status, String type, String code, String message) {

    static Fault invalid(String message) {
        return new Fault(400, "invalid_request_error", "invalid_value", message);
    }

    static Fault noModel() {
        return new Fault(404, "invalid_request_error", "model_not_found", "The simulated provider has no such model.");
    }

    static Fault notFound() {
        return new Fault(404, "invalid_request_error", "not_found", "No such object.");
    }

    /// The error a vendor would send with a status.
    static Fault ofStatus(int status) {
        return switch (status) {
            case 401 -> new Fault(401, "invalid_request_error", "invalid_api_key", "Incorrect API key provided.");
            case 403 -> new Fault(403, "permission_error", "forbidden", "You may not use this model.");
            case 404 -> noModel();
            case 429 -> new Fault(429, "rate_limit_error", "rate_limit_exceeded", "Rate limit reached.");
            case 503, 529 -> new Fault(status, "overloaded_error", "overloaded", "The server is overloaded.");
            default ->
                status < 500
                        ? new Fault(status, "invalid_request_error", "simulated", "Simulated refusal.")
                        : new Fault(status, "server_error", "simulated", "Simulated failure.");
        };
    }

    /// What a stream reports when it breaks off.
    static Fault inStream() {
        return new Fault(500, "server_error", "server_error", "The server had an error while processing your request.");
    }

    /// Body in OpenAI's form.
    String openAi() {
        return Json.object().put("error", error()).toJson().toString();
    }

    /// Body in Anthropic's form.
    String anthropic() {
        return Json.object()
                .put("type", "error")
                .put("error", Json.object().put("type", anthropicType()).put("message", message))
                .toJson()
                .toString();
    }

    /// Body as vendors write it that have nothing but words.
    String plain() {
        return Json.object().put("message", message).toJson().toString();
    }

    /// Body in Google's form.
    String google() {
        JsonObject error =
                Json.object().put("code", status).put("message", message).put("status", googleStatus());
        return Json.object().put("error", error).toJson().toString();
    }

    private String googleStatus() {
        return switch (status) {
            case 401 -> "UNAUTHENTICATED";
            case 403 -> "PERMISSION_DENIED";
            case 404 -> "NOT_FOUND";
            case 429 -> "RESOURCE_EXHAUSTED";
            case 503, 529 -> "UNAVAILABLE";
            default -> status < 500 ? "INVALID_ARGUMENT" : "INTERNAL";
        };
    }

    Json error() {
        return Json.object()
                .put("message", message)
                .put("type", type)
                .put("param", Json.NULL)
                .put("code", code)
                .toJson();
    }

    private String anthropicType() {
        return switch (status) {
            case 401 -> "authentication_error";
            case 404 -> "not_found_error";
            case 500 -> "api_error";
            default -> type.equals("server_error") ? "api_error" : type;
        };
    }
}
