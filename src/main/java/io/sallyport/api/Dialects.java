package io.sallyport.api;

import io.sallyport.dialect.ClientDialect;
import io.sallyport.web.WebRequest;
import java.util.List;

/// The forms in which clients speak to the API.
public record Dialects(ClientDialect openai, ClientDialect anthropic) {

    /// All of them.
    public List<ClientDialect> all() {
        return List.of(openai, anthropic);
    }

    /// The form of a path's clients.
    ClientDialect of(WebRequest request) {
        return request.path().startsWith("/v1/messages") ? anthropic : openai;
    }
}
