package io.sallyport.portal;

import static io.sallyport.identity.Permission.OPEN;
import static io.sallyport.identity.Permission.SIGNED_IN;

import io.sallyport.door.Credentials;
import io.sallyport.door.JsonCall;
import io.sallyport.door.JsonReply;
import io.sallyport.door.JsonRoute;
import io.sallyport.identity.Passwords;
import io.sallyport.identity.Sessions;
import io.sallyport.identity.Sessions.Browser;
import io.sallyport.identity.Sessions.Opened;
import io.sallyport.identity.SignInLinks;
import io.sallyport.identity.User;
import io.sallyport.identity.Users;
import io.sallyport.lang.Refusal.NotAuthenticated;
import io.sallyport.lang.Refusal.NotFound;
import io.sallyport.lang.Secret;
import io.sallyport.lang.UserId;
import io.sallyport.web.Cookies;
import io.sallyport.web.WebRequest;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// How browsers sign in and out: by a link of this gateway, by a password; single sign-on begins elsewhere.
public final class SignInRoutes {
    private final Users users;
    private final Sessions sessions;
    private final SignInLinks links;
    private final Passwords passwords;
    private final Supplier<Ways> ways;

    /// @param ways what is offered now
    public SignInRoutes(Users users, Sessions sessions, SignInLinks links, Passwords passwords, Supplier<Ways> ways) {
        this.users = users;
        this.sessions = sessions;
        this.links = links;
        this.passwords = passwords;
        this.ways = ways;
    }

    /// The ways to sign in.
    ///
    /// @param local by password
    /// @param oidc by an identity provider, with what the button says; empty when there is none
    /// @param logout where the browser goes after signing out; empty for the page to sign in. May ask the provider
    /// @param cookies how cookies are written
    public record Ways(boolean local, Optional<String> oidc, Supplier<Optional<URI>> logout, Cookies cookies) {}

    public List<JsonRoute> list() {
        return List.of(
                JsonRoute.get(OPEN, "/api/sign-in", "Say how people can sign in", Methods.class, _ -> methods()),
                JsonRoute.taking(
                        OPEN, LinkBody.class, "POST /api/sign-in/link", "Sign in by a link", Done.class, this::byLink),
                JsonRoute.taking(
                        OPEN,
                        PasswordBody.class,
                        "POST /api/sign-in/password",
                        "Sign in by a password",
                        Done.class,
                        this::byPassword),
                JsonRoute.taking(
                        SIGNED_IN,
                        NewPassword.class,
                        "PUT /api/me/password",
                        "Change my password, and sign every other browser out",
                        Done.class,
                        this::changePassword),
                JsonRoute.action(SIGNED_IN, "/api/sign-out", "Sign out", SignedOut.class, this::signOut));
    }

    private Methods methods() {
        Ways now = ways.get();
        return new Methods(
                now.local(), new Oidc(now.oidc().isPresent(), now.oidc().orElse("")));
    }

    private JsonReply byLink(JsonCall call, LinkBody body) {
        User user = links.use(Secret.of(body.token()))
                .flatMap(users::find)
                .orElseThrow(() -> new NotAuthenticated("invalid_link").asException());
        return signedIn(call, users.signIn(user));
    }

    private JsonReply byPassword(JsonCall call, PasswordBody body) {
        if (!ways.get().local()) {
            throw new NotFound("not_found", "There is nothing at this path.").asException();
        }
        User user = passwords.check(
                body.email(), Secret.of(body.password()), call.request().remoteAddress());
        return signedIn(call, users.signIn(user));
    }

    /// Every session ends with the old password; this browser gets a new one.
    private JsonReply changePassword(JsonCall call, NewPassword body) {
        UserId id = call.principal().user().orElseThrow();
        User user = users.find(id)
                .filter(_ -> ways.get().local() && passwords.exists(id))
                .orElseThrow(() ->
                        new NotFound("no_password", "You sign in without a password of this gateway.").asException());
        passwords.change(
                user,
                Secret.of(body.currentPassword()),
                Secret.of(body.password()),
                call.request().remoteAddress());
        return signedIn(call, users.find(id).orElseThrow());
    }

    private JsonReply signedIn(JsonCall call, User user) {
        end(call.request());
        Opened opened = sessions.open(user, browser(call.request()), Optional.empty());
        return new JsonReply(
                new Done(true),
                List.of(ways.get()
                        .cookies()
                        .set(Credentials.SESSION, opened.token().reveal(), opened.lifetime())));
    }

    private JsonReply signOut(JsonCall call) {
        Ways now = ways.get();
        end(call.request());
        return new JsonReply(
                new SignedOut(now.logout().get().map(URI::toString).orElse("/login")),
                List.of(now.cookies().clear(Credentials.SESSION)));
    }

    /// The session a browser shows is over, also when it signs in anew: nobody else may go on with it.
    private void end(WebRequest request) {
        ways.get().cookies().read(request, Credentials.SESSION).map(Secret::of).ifPresent(sessions::end);
    }

    static Browser browser(WebRequest request) {
        return new Browser(request.header("user-agent").orElse(""), request.remoteAddress());
    }

    /// What the page to sign in offers.
    record Methods(boolean local, Oidc oidc) {}

    /// Single sign-on.
    record Oidc(boolean enabled, String label) {}

    /// The token after the `#` of a link.
    record LinkBody(String token) {}

    /// A local account's credentials.
    record PasswordBody(String email, String password) {}

    /// Another password for the account that is signed in.
    record NewPassword(String currentPassword, String password) {}

    /// The cookie of the answer opens the pages.
    record Done(boolean signedIn) {}

    /// Where the browser goes next.
    record SignedOut(String location) {}
}
