package io.sallyport.key;

import io.sallyport.lang.Refusal.BadRequest;
import io.sallyport.lang.Refusal.NotAuthenticated;
import io.sallyport.lang.Secret;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/// What a client showed as proof of who it is; not proven yet.
///
/// @param token the key itself; empty when nothing was shown
public record Credential(Optional<Secret> token) {
    public static final Credential NONE = new Credential(Optional.empty());

    private static final String SCHEME = "Bearer ";
    private static final int LONGEST = 512;

    public static Credential of(String token) {
        return new Credential(Optional.of(Secret.of(token)));
    }

    /// Reads the credential headers. Keys in a query are never read.
    ///
    /// Errors: NotAuthenticated `malformed_auth_header`; BadRequest `ambiguous_credentials` for two keys.
    ///
    /// @param authorization all values of `Authorization`
    /// @param apiKeys all values of `X-Api-Key` and its like
    public static Credential read(List<String> authorization, List<String> apiKeys) {
        if (authorization.size() == 1 && apiKeys.isEmpty()) {
            return of(bearer(authorization.getFirst()));
        }
        if (authorization.size() > 1) {
            throw malformed();
        }
        Set<String> tokens = new TreeSet<>();
        authorization.forEach(value -> tokens.add(bearer(value)));
        apiKeys.forEach(value -> tokens.add(checked(value)));
        if (tokens.size() > 1) {
            throw new BadRequest("ambiguous_credentials", "Authorization and X-Api-Key name different keys. Send one.")
                    .asException();
        }
        return tokens.isEmpty() ? NONE : of(tokens.iterator().next());
    }

    /// Reads the headers of a request in which clients of every dialect show their keys.
    ///
    /// Errors: as above.
    ///
    /// @param headers all values of a header
    public static Credential read(Function<String, List<String>> headers) {
        List<String> google = headers.apply("x-goog-api-key");
        List<String> keys = headers.apply("x-api-key");
        List<String> all = google.isEmpty()
                ? keys
                : Stream.concat(keys.stream(), google.stream()).toList();
        return read(headers.apply("authorization"), all);
    }

    private static String bearer(String value) {
        if (!value.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            throw malformed();
        }
        return checked(value.substring(SCHEME.length()));
    }

    private static String checked(String value) {
        String token = value.strip();
        if (token.isEmpty() || token.length() > LONGEST || !isVisible(token)) {
            throw malformed();
        }
        return token;
    }

    private static boolean isVisible(String token) {
        for (int i = 0; i < token.length(); i++) {
            if (token.charAt(i) <= ' ' || token.charAt(i) >= 0x7F) {
                return false;
            }
        }
        return true;
    }

    private static RuntimeException malformed() {
        return new NotAuthenticated("malformed_auth_header").asException();
    }
}
