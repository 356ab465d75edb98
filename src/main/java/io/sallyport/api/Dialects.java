package io.sallyport.api;

import io.sallyport.dialect.ClientDialect;
import io.sallyport.dialect.gemini.GeminiPath;
import io.sallyport.web.WebRequest;
import java.util.List;

/// The forms in which clients speak to the API.
public record Dialects(ClientDialect openai, ClientDialect anthropic, ClientDialect gemini) {

    /// All of them.
    public List<ClientDialect> all() {
        return List.of(openai, anthropic, gemini);
    }

    /// The form of a path's clients.
    ClientDialect of(WebRequest request) {
        String path = request.path();
        if (path.startsWith("/v1beta/") || GeminiPath.isOne(path)) {
            return gemini;
        }
        return path.startsWith("/v1/messages") ? anthropic : openai;
    }
}
