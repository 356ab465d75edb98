package io.sallyport.dialect.anthropic;

import io.sallyport.dialect.ReplyReader.UpstreamError;
import io.sallyport.json.Json;
import io.sallyport.json.JsonProblem;
import io.sallyport.lang.Bytes;

/// Reads Anthropic's error bodies and error events.
///
/// Source: Anthropic API reference, errors.
public final class AnthropicErrors {
    private AnthropicErrors() {}

    /// The upstream's words; empty ones when the body is not JSON or has no error in it.
    public static UpstreamError read(Bytes body) {
        try {
            Json error = Json.parse(body).get("error");
            return new UpstreamError(
                    error.get("message").textOr(""), error.get("type").textOr(""), "");
        } catch (JsonProblem e) {
            return new UpstreamError("", "", "");
        }
    }
}
