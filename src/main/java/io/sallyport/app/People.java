package io.sallyport.app;

import io.sallyport.app.settings.Settings;
import io.sallyport.crypto.PasswordHasher;
import io.sallyport.database.Database;
import io.sallyport.door.Credentials;
import io.sallyport.door.JsonRoute;
import io.sallyport.identity.LoginThrottle;
import io.sallyport.identity.Passwords;
import io.sallyport.identity.Principal;
import io.sallyport.identity.Sessions;
import io.sallyport.identity.SignInLinks;
import io.sallyport.identity.User;
import io.sallyport.identity.Users;
import io.sallyport.key.KeyAuthenticator;
import io.sallyport.lang.Secret;
import io.sallyport.portal.AccountRoutes;
import io.sallyport.portal.SignInRoutes;
import io.sallyport.portal.SignInRoutes.LocalWay;
import io.sallyport.portal.SignInRoutes.Ways;
import io.sallyport.portal.Visitor;
import io.sallyport.web.Cookies;
import io.sallyport.web.WebRequest;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Everything that knows people: accounts, sessions, links, and who stands before a door.
final class People {
    private static final Duration SESSION = Duration.ofHours(8);
    private static final Duration FIRST_LINK = Duration.ofHours(24);
    private static final String FIRST_OPERATOR = "operator@localhost";

    /// Each takes 19 MiB while it is computed.
    private static final int PASSWORDS_AT_ONCE = 2;

    private final Users users;
    private final Sessions sessions;
    private final SignInLinks links;
    private final Passwords passwords;
    private final Credentials credentials;
    private final Supplier<Settings> settings;

    People(Database database, KeyAuthenticator keys, Supplier<Settings> settings, Clock clock) {
        this.settings = settings;
        this.users = new Users(database, clock);
        this.sessions = new Sessions(database, () -> SESSION, clock);
        this.links = new SignInLinks(database, clock);
        PasswordHasher hasher = new PasswordHasher(new SecureRandom(), PASSWORDS_AT_ONCE);
        this.passwords = new Passwords(users, database, hasher, new LoginThrottle(clock));
        this.credentials = new Credentials(keys, sessions, () -> cookies(settings.get()));
    }

    private static Cookies cookies(Settings settings) {
        return new Cookies(settings.server()
                .publicUrl()
                .map(URI::getScheme)
                .filter("https"::equals)
                .isPresent());
    }

    /// The JSON that pages for people are made of.
    List<JsonRoute> routes() {
        List<JsonRoute> routes = new ArrayList<>();
        routes.addAll(new SignInRoutes(users, sessions, links, passwords, this::ways).list());
        routes.addAll(new AccountRoutes(users, sessions, credentials).list());
        return routes;
    }

    private Ways ways() {
        return new Ways(LocalWay.ON, Optional.empty(), Optional.empty(), cookies(settings.get()));
    }

    /// Who asks for a page.
    Visitor visitor(WebRequest request) {
        Optional<Principal> principal = credentials.session(request).flatMap(sessions::find);
        return principal
                .map(person -> person.operator() ? Visitor.operator(person.name()) : Visitor.person(person.name()))
                .orElse(Visitor.NOBODY);
    }

    /// A link that signs in the first operator; empty once they have signed in, or when there is another operator.
    Optional<Secret> firstLink() {
        if (users.hasOperatorBeside(FIRST_OPERATOR)) {
            return Optional.empty();
        }
        User first = users.addLocalOperator(FIRST_OPERATOR, "First operator", "first-run");
        return first.lastSignInAt().isPresent() ? Optional.empty() : Optional.of(links.issue(first.id(), FIRST_LINK));
    }

    /// Where people find the gateway, when that is configured.
    Optional<URI> publicUrl() {
        return settings.get().server().publicUrl();
    }

    Users users() {
        return users;
    }

    Passwords passwords() {
        return passwords;
    }

    SignInLinks links() {
        return links;
    }

    Credentials credentials() {
        return credentials;
    }
}
