package io.sallyport.api;

import java.time.Duration;
import java.util.List;

/// Which pages may call the API from a browser.
///
/// @param allowedOrigins exact origins, or `*` for any; empty switches CORS off
/// @param maxAge how long a browser may remember a preflight
public record CorsSettings(
        List<String> allowedOrigins, List<String> allowedMethods, List<String> allowedHeaders, Duration maxAge) {
    public static final CorsSettings OFF = new CorsSettings(
            List.of(),
            List.of("GET", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"),
            List.of("Content-Type", "Authorization", "X-Requested-With"),
            Duration.ofDays(1));
}
