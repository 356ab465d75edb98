package io.sallyport.provider.simulated;

import io.sallyport.json.Json;
import io.sallyport.lang.Bytes;
import io.sallyport.lang.Header;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// One request as it arrived.
///
/// @param path without the query
record Ask(String method, String path, List<Header> headers, Bytes body) {
    Ask {
        headers = List.copyOf(headers);
    }

    Optional<String> header(String name) {
        return headers.stream()
                .filter(header -> header.isNamed(name))
                .map(Header::value)
                .findFirst();
    }

    boolean isMultipart() {
        return header("content-type")
                .map(type -> type.toLowerCase(Locale.ROOT).startsWith("multipart/form-data"))
                .orElse(false);
    }

    /// The request as text, the way an echo shows it.
    String transcript() {
        StringBuilder text = new StringBuilder(method).append(' ').append(path).append('\n');
        headers.forEach(header ->
                text.append(header.name()).append(": ").append(header.value()).append('\n'));
        return text.append('\n').append(body.text()).toString();
    }

    /// The text of the last message a user wrote, in any of the dialects; empty when there is none.
    static String lastUserText(Json messages) {
        if (messages.isText()) {
            return messages.text();
        }
        if (!messages.isArray()) {
            return "";
        }
        List<Json> all = messages.elements();
        for (int i = all.size() - 1; i >= 0; i--) {
            Json message = all.get(i);
            if (message.isText()) {
                return message.text();
            }
            if (message.get("role").textOr("").equals("user")) {
                return contentText(message.get("content"));
            }
        }
        return "";
    }

    private static String contentText(Json content) {
        if (content.isText()) {
            return content.text();
        }
        StringBuilder text = new StringBuilder();
        if (content.isArray()) {
            content.elements().forEach(part -> text.append(part.get("text").textOr("")));
        }
        return text.toString();
    }
}
