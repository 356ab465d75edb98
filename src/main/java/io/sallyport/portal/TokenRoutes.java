package io.sallyport.portal;

import static io.sallyport.identity.Permission.OPEN;

import io.sallyport.door.JsonCall;
import io.sallyport.door.JsonReply;
import io.sallyport.door.JsonRoute;
import io.sallyport.identity.AccessTokens;
import io.sallyport.identity.AccessTokens.Pair;
import io.sallyport.identity.LocalLoginSettings;
import io.sallyport.identity.Passwords;
import io.sallyport.identity.User;
import io.sallyport.identity.Users;
import io.sallyport.lang.Refusal.NotAuthenticated;
import io.sallyport.lang.Refusal.NotFound;
import io.sallyport.lang.Secret;
import io.sallyport.web.Cookies;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// How programs sign in with a local account: an access token in the answer, what renews it in a cookie.
public final class TokenRoutes {
    private static final String HOME = "/admin/auth";

    private final Users users;
    private final Passwords passwords;
    private final AccessTokens tokens;
    private final Supplier<LocalLoginSettings> settings;
    private final BooleanSupplier hasProvider;
    private final Supplier<Cookies> cookies;

    public TokenRoutes(
            Users users,
            Passwords passwords,
            AccessTokens tokens,
            Supplier<LocalLoginSettings> settings,
            BooleanSupplier hasProvider,
            Supplier<Cookies> cookies) {
        this.users = users;
        this.passwords = passwords;
        this.tokens = tokens;
        this.settings = settings;
        this.hasProvider = hasProvider;
        this.cookies = cookies;
    }

    public List<JsonRoute> list() {
        return List.of(
                JsonRoute.get(
                        OPEN,
                        HOME + "/methods",
                        "Say how operators can sign in",
                        Methods.class,
                        _ -> new Methods(settings.get().enabled(), hasProvider.getAsBoolean())),
                JsonRoute.taking(
                        OPEN, Login.class, "POST " + HOME + "/login", "Get an access token", Token.class, this::login),
                JsonRoute.action(OPEN, HOME + "/refresh", "Renew an access token", Token.class, this::refresh),
                JsonRoute.action(OPEN, HOME + "/logout", "End a sign-in", LoggedOut.class, this::logout));
    }

    private JsonReply login(JsonCall call, Login body) {
        requireEnabled();
        User user = passwords.check(
                body.email(), Secret.of(body.password()), call.request().remoteAddress());
        return token(tokens.issue(users.signIn(user)));
    }

    private JsonReply refresh(JsonCall call) {
        requireEnabled();
        return token(tokens.renew(shown(call).orElseThrow(() -> new NotAuthenticated("invalid_token").asException())));
    }

    private JsonReply logout(JsonCall call) {
        requireEnabled();
        shown(call).ifPresent(tokens::end);
        return new JsonReply(
                new LoggedOut(true), List.of(cookies.get().clear(settings.get().cookieName())));
    }

    private Optional<Secret> shown(JsonCall call) {
        return cookies.get().read(call.request(), settings.get().cookieName()).map(Secret::of);
    }

    private JsonReply token(Pair pair) {
        LocalLoginSettings now = settings.get();
        return new JsonReply(
                new Token(pair.access().reveal(), "Bearer", now.accessLifetime().toSeconds()),
                List.of(cookies.get().set(now.cookieName(), pair.refresh().reveal(), pair.refreshLifetime())));
    }

    private void requireEnabled() {
        if (!settings.get().enabled()) {
            throw new NotFound("not_found", "There is nothing at this path.").asException();
        }
    }

    /// The ways to sign in.
    record Methods(boolean local, boolean oidc) {}

    /// A local account's credentials.
    record Login(String email, String password) {}

    /// What programs show as `Authorization: Bearer`.
    ///
    /// @param expiresIn seconds
    record Token(String accessToken, String tokenType, long expiresIn) {}

    /// The cookie is worth nothing from now on.
    record LoggedOut(boolean loggedOut) {}
}
