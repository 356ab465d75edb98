package io.sallyport.door;

import io.sallyport.identity.AccessTokens;
import io.sallyport.identity.Principal;
import io.sallyport.identity.Sessions;
import io.sallyport.key.Credential;
import io.sallyport.key.KeyAuthenticator;
import io.sallyport.lang.Refusal.NotAllowed;
import io.sallyport.lang.Refusal.NotAuthenticated;
import io.sallyport.lang.Secret;
import io.sallyport.web.Cookies;
import io.sallyport.web.WebRequest;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// Knows people by the cookie of their session, programs by an access token or by a key for operators.
///
/// A header wins over a cookie: other sites can make a browser send cookies, but no headers.
public final class Credentials implements Doorkeeper {
    /// The cookie of a session, see [Cookies] for its prefix.
    public static final String SESSION = "sallyport_session";

    private static final String PROOF = "x-csrf-token";
    private static final Set<String> HARMLESS = Set.of("GET", "HEAD", "OPTIONS");

    private final KeyAuthenticator keys;
    private final AccessTokens tokens;
    private final Sessions sessions;
    private final Supplier<Cookies> cookies;

    public Credentials(KeyAuthenticator keys, AccessTokens tokens, Sessions sessions, Supplier<Cookies> cookies) {
        this.keys = keys;
        this.tokens = tokens;
        this.sessions = sessions;
        this.cookies = cookies;
    }

    @Override
    public Principal who(WebRequest request) {
        Credential shown = Credential.read(request.headers("authorization"), request.headers("x-api-key"));
        if (shown.token().isEmpty()) {
            return visitor(request);
        }
        Secret token = shown.token().get();
        return isAccessToken(token) ? tokens.read(token) : Principal.of(keys.identify(shown, request.remoteAddress()));
    }

    /// The token of the session a browser shows.
    public Optional<Secret> session(WebRequest request) {
        return cookies.get().read(request, SESSION).map(Secret::of);
    }

    /// The three parts of a signed token; a key has two.
    private static boolean isAccessToken(Secret token) {
        return token.reveal().startsWith("ey")
                && token.reveal().chars().filter(c -> c == '.').count() == 2;
    }

    private Principal visitor(WebRequest request) {
        Optional<Secret> token = session(request);
        if (token.isEmpty()) {
            return Principal.NOBODY;
        }
        Principal principal =
                sessions.find(token.get()).orElseThrow(() -> new NotAuthenticated("session_expired").asException());
        if (!HARMLESS.contains(request.method()) && !hasProof(request, token.get())) {
            throw new NotAllowed("csrf_token_missing", "The page is out of date. Load it again.").asException();
        }
        return principal;
    }

    private static boolean hasProof(WebRequest request, Secret token) {
        return request.header(PROOF)
                .map(Secret::of)
                .filter(Sessions.proof(token)::equals)
                .isPresent();
    }
}
