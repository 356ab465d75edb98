package io.sallyport.api;

import io.sallyport.lang.Bytes;
import io.sallyport.web.Endpoint;
import io.sallyport.web.WebReply;
import io.sallyport.web.WebRequest;
import java.util.Optional;

/// Lets pages of listed origins call the API from a browser; never with cookies.
///
/// Source: Fetch standard, CORS protocol, seen 2026-11-21.
final class Cors {
    private final CorsSettings settings;

    Cors(CorsSettings settings) {
        this.settings = settings;
    }

    Endpoint around(Endpoint endpoint) {
        if (settings.allowedOrigins().isEmpty()) {
            return endpoint;
        }
        return (request, reply) -> {
            allow(request, reply);
            endpoint.handle(request, reply);
        };
    }

    /// Answers a preflight (requirement DA30).
    void preflight(WebRequest request, WebReply reply) {
        if (allow(request, reply)) {
            reply.header("access-control-allow-methods", String.join(", ", settings.allowedMethods()))
                    .header("access-control-allow-headers", String.join(", ", settings.allowedHeaders()))
                    .header(
                            "access-control-max-age",
                            Long.toString(settings.maxAge().toSeconds()));
        }
        reply.status(200).send(Bytes.EMPTY);
    }

    private boolean allow(WebRequest request, WebReply reply) {
        Optional<String> origin = request.header("origin").filter(this::isAllowed);
        origin.ifPresent(allowed -> {
            boolean any = settings.allowedOrigins().contains("*");
            reply.header("access-control-allow-origin", any ? "*" : allowed);
            if (!any) {
                reply.header("vary", "Origin");
            }
        });
        return origin.isPresent();
    }

    private boolean isAllowed(String origin) {
        return settings.allowedOrigins().contains("*")
                || settings.allowedOrigins().contains(origin);
    }
}
