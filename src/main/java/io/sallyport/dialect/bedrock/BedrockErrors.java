package io.sallyport.dialect.bedrock;

import io.sallyport.dialect.ReplyReader.UpstreamError;
import io.sallyport.json.Json;
import io.sallyport.json.JsonProblem;
import io.sallyport.lang.Bytes;

/// Reads Bedrock's error bodies.
///
/// Source: Amazon Bedrock API reference, common errors.
public final class BedrockErrors {
    private BedrockErrors() {}

    /// The upstream's words; empty ones when the body is not JSON or has no error in it.
    public static UpstreamError read(Bytes body) {
        try {
            Json error = Json.parse(body);
            String message = error.get("message").textOr("");
            return new UpstreamError(
                    message.isEmpty() ? error.get("Message").textOr("") : message,
                    error.get("__type").textOr(""),
                    "");
        } catch (JsonProblem e) {
            return new UpstreamError("", "", "");
        }
    }
}
