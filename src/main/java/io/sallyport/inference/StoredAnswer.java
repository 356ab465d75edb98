package io.sallyport.inference;

import io.sallyport.json.Json;
import io.sallyport.json.JsonArray;
import io.sallyport.lang.Bytes;
import io.sallyport.lang.Header;
import io.sallyport.lang.Secret;
import java.util.List;

/// An answer that is given again.
///
/// @param headers those of the upstream that the client was shown
/// @param body text in UTF-8
public record StoredAnswer(int status, List<Header> headers, Bytes body) {

    public StoredAnswer {
        headers = List.copyOf(headers);
    }

    /// Whether the body is a text, so that it comes back byte by byte.
    public boolean isText() {
        return Bytes.of(body.text()).equals(body);
    }

    /// As JSON, to be sealed.
    public Secret written() {
        JsonArray lines = Json.array();
        for (Header header : headers) {
            lines.add(Json.object().put("name", header.name()).put("value", header.value()));
        }
        return Secret.of(Json.object()
                .put("status", status)
                .put("headers", lines)
                .put("body", body.text())
                .toJson()
                .toString());
    }

    /// Errors: JsonProblem when it is not what [#written()] gave.
    public static StoredAnswer read(Secret written) {
        Json json = Json.parse(written.reveal());
        List<Header> headers = json.get("headers").elements().stream()
                .map(line ->
                        new Header(line.get("name").text(), line.get("value").text()))
                .toList();
        return new StoredAnswer(
                (int) json.get("status").asLong(),
                headers,
                Bytes.of(json.get("body").text()));
    }
}
