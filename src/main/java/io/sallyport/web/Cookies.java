package io.sallyport.web;

import io.sallyport.lang.Header;
import java.time.Duration;
import java.util.Optional;

/// Cookies of this gateway: out of reach of scripts, sent by its own pages only.
///
/// Over HTTPS their names get the prefix `__Host-`, so that no other host and no plain connection can set them.
/// Source: RFC 6265bis, sections 4.1.3 and 5.6.
///
/// @param secure whether browsers reach the gateway over HTTPS
public record Cookies(boolean secure) {

    /// The value of a cookie; empty when it is absent or sent twice with different values.
    public Optional<String> read(WebRequest request, String name) {
        Optional<String> found = Optional.empty();
        for (String header : request.headers("cookie")) {
            for (String pair : header.split(";", -1)) {
                int equals = pair.indexOf('=');
                if (equals > 0 && pair.substring(0, equals).strip().equals(named(name))) {
                    String value = unquoted(pair.substring(equals + 1).strip());
                    if (found.filter(other -> !other.equals(value)).isPresent()) {
                        return Optional.empty();
                    }
                    found = Optional.of(value);
                }
            }
        }
        return found;
    }

    /// Sets a cookie for the whole gateway.
    ///
    /// @param lifetime to the second
    public Header set(String name, String value, Duration lifetime) {
        String text = named(name) + "=" + value + "; Path=/; HttpOnly; SameSite=Lax; Max-Age=" + lifetime.toSeconds();
        return new Header("set-cookie", secure ? text + "; Secure" : text);
    }

    /// Takes a cookie away.
    public Header clear(String name) {
        return set(name, "", Duration.ZERO);
    }

    /// Some programs put quotes around a value; they do not belong to it.
    private static String unquoted(String value) {
        boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1) : value;
    }

    private String named(String name) {
        return secure ? "__Host-" + name : name;
    }
}
