package io.sallyport.dialect.anthropic;

import io.sallyport.dialect.ClientChat;
import io.sallyport.dialect.ClientDialect;
import io.sallyport.dialect.ErrorBody;
import io.sallyport.inference.Operation;
import io.sallyport.inference.RequestFacts;
import io.sallyport.json.Json;
import io.sallyport.json.JsonScan;
import io.sallyport.lang.Bytes;
import io.sallyport.lang.Refusal.BadRequest;
import io.sallyport.lang.RefusedException;

/// Anthropic's wire form of messages.
///
/// Source: Anthropic API reference, messages and errors.
public final class AnthropicClientDialect implements ClientDialect {
    @Override
    public String name() {
        return "anthropic";
    }

    @Override
    public RequestFacts read(Operation operation, String path, Bytes body) {
        JsonScan scan = JsonScan.object(body);
        if (!scan.startsWith("messages", '[')) {
            throw new RefusedException(new BadRequest("invalid_type", "messages: must be an array.", "messages"));
        }
        return new RequestFacts(
                scan.text("model"),
                scan.value("model"),
                scan.bool("stream").orElse(false),
                true,
                scan.whole("max_tokens"),
                1);
    }

    @Override
    public ClientChat chat(Operation operation) {
        return new AnthropicChat();
    }

    @Override
    public Bytes error(int status, ErrorBody error) {
        return tree(status, error).bytes();
    }

    @Override
    public Bytes errorEvent(Operation operation, ErrorBody error) {
        return Bytes.of("event: error\ndata: " + tree(500, error) + "\n\n");
    }

    private static Json tree(int status, ErrorBody error) {
        return Json.object()
                .put("type", "error")
                .put(
                        "error",
                        Json.object()
                                .put("type", type(status))
                                .put("message", error.message())
                                .put("code", error.code()))
                .toJson();
    }

    private static String type(int status) {
        return switch (status) {
            case 400, 405, 409, 415, 417, 422 -> "invalid_request_error";
            case 401 -> "authentication_error";
            case 402 -> "billing_error";
            case 403 -> "permission_error";
            case 404 -> "not_found_error";
            case 413 -> "request_too_large";
            case 429 -> "rate_limit_error";
            case 503, 529 -> "overloaded_error";
            case 504 -> "timeout_error";
            default -> "api_error";
        };
    }
}
