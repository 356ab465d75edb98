package io.sallyport.dialect.openai;

import io.sallyport.dialect.ReplyReader.UpstreamError;
import io.sallyport.json.Json;
import io.sallyport.json.JsonProblem;
import io.sallyport.lang.Bytes;

/// Reads error bodies of OpenAI and of the many servers that are almost like it.
public final class OpenAiErrors {
    private OpenAiErrors() {}

    /// The upstream's words; empty ones when the body is not JSON or has no error in it.
    public static UpstreamError read(Bytes body) {
        try {
            Json tree = Json.parse(body);
            Json error = tree.get("error");
            if (error.isText()) {
                return new UpstreamError(error.text(), "", "");
            }
            Json from = error.isObject() ? error : tree;
            return new UpstreamError(
                    text(from.get("message"), text(from.get("detail"), "")),
                    text(from.get("type"), ""),
                    text(from.get("code"), ""));
        } catch (JsonProblem e) {
            return new UpstreamError("", "", "");
        }
    }

    private static String text(Json value, String otherwise) {
        return value.isText() ? value.text() : otherwise;
    }
}
