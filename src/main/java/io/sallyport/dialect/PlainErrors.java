package io.sallyport.dialect;

import io.sallyport.dialect.ReplyReader.UpstreamError;
import io.sallyport.json.Json;
import io.sallyport.json.JsonProblem;
import io.sallyport.lang.Bytes;
import java.util.stream.Stream;

/// Reads error bodies of vendors that say little more than words, as Bedrock, Cohere, Ollama and Hugging Face
/// do.
///
/// Source: their API references, errors.
public final class PlainErrors {
    private PlainErrors() {}

    /// The upstream's words; empty ones when the body is not JSON or has no error in it.
    public static UpstreamError read(Bytes body) {
        try {
            Json error = Json.parse(body);
            String message = Stream.of("message", "Message", "error", "detail")
                    .map(error::get)
                    .filter(Json::isText)
                    .map(Json::text)
                    .findFirst()
                    .orElse("");
            return new UpstreamError(message, error.get("__type").textOr(""), "");
        } catch (JsonProblem e) {
            return new UpstreamError("", "", "");
        }
    }
}
