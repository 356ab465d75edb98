package io.sallyport.app;

import io.sallyport.admin.StatusCheck;
import io.sallyport.app.settings.ServerSettings;
import io.sallyport.app.settings.Settings;
import io.sallyport.app.settings.SignInSettings;
import io.sallyport.crypto.KeyHasher;
import io.sallyport.crypto.PasswordHasher;
import io.sallyport.crypto.SignedTokens;
import io.sallyport.database.Database;
import io.sallyport.door.Credentials;
import io.sallyport.door.JsonRoute;
import io.sallyport.identity.AccessTokens;
import io.sallyport.identity.LocalLoginSettings;
import io.sallyport.identity.LoginThrottle;
import io.sallyport.identity.Passwords;
import io.sallyport.identity.Principal;
import io.sallyport.identity.SessionLife;
import io.sallyport.identity.Sessions;
import io.sallyport.identity.SignInLinks;
import io.sallyport.identity.User;
import io.sallyport.identity.Users;
import io.sallyport.identity.oidc.OidcProvider;
import io.sallyport.identity.oidc.OidcSettings;
import io.sallyport.identity.oidc.PendingSignIns;
import io.sallyport.key.KeyAuthenticator;
import io.sallyport.lang.Secret;
import io.sallyport.lang.UserId;
import io.sallyport.net.Outbound;
import io.sallyport.portal.AccountRoutes;
import io.sallyport.portal.SignInRoutes;
import io.sallyport.portal.SignInRoutes.Ways;
import io.sallyport.portal.SingleSignOn;
import io.sallyport.portal.SingleSignOn.Offer;
import io.sallyport.portal.TokenRoutes;
import io.sallyport.portal.Visitor;
import io.sallyport.web.Cookies;
import io.sallyport.web.FailureWriter;
import io.sallyport.web.Route;
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
    private static final Duration FIRST_LINK = Duration.ofHours(24);
    private static final String FIRST_OPERATOR = "operator@localhost";
    private static final String ISSUER = "sallyport";

    /// Each takes 19 MiB while it is computed.
    private static final int PASSWORDS_AT_ONCE = 2;

    private final Users users;
    private final Sessions sessions;
    private final SignInLinks links;
    private final Passwords passwords;
    private final Credentials credentials;
    private final AccessTokens tokens;
    private final PendingSignIns pending;
    private final Supplier<Settings> settings;
    private final Outbound outbound;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private Optional<OidcSettings> known = Optional.empty();
    private Optional<OidcProvider> provider = Optional.empty();
    private URI address = URI.create("http://127.0.0.1");

    People(Database database, Supplier<Settings> settings, Programs programs, Clock clock) {
        this.settings = settings;
        this.clock = clock;
        this.outbound = programs.outbound();
        this.users = new Users(database, clock);
        this.sessions = new Sessions(database, this::sessionLife, clock);
        this.links = new SignInLinks(database, clock);
        this.passwords =
                new Passwords(users, database, new PasswordHasher(random, PASSWORDS_AT_ONCE), new LoginThrottle(clock));
        this.tokens = tokens(database, programs.hasher());
        this.pending = new PendingSignIns(database, clock);
        this.credentials = new Credentials(programs.keys(), tokens, sessions, this::cookies);
    }

    /// What people share with programs.
    record Programs(KeyAuthenticator keys, KeyHasher hasher, Outbound outbound) {}

    /// Without a secret of the operator's, one that follows from the key hash secret: instances share that
    /// already.
    private AccessTokens tokens(Database database, KeyHasher hasher) {
        LocalLoginSettings local = settings.get().signIn().local();
        Secret secret = local.tokenSecret().orElseGet(() -> Secret.of(hasher.hash(Secret.of("access tokens"))));
        SignedTokens signed = new SignedTokens(secret, ISSUER, ISSUER, local.accessLifetime(), clock);
        return new AccessTokens(database, users, signed, local.refreshLifetime(), clock);
    }

    private SessionLife sessionLife() {
        Settings now = settings.get();
        Duration total = now.signIn().oidc().map(OidcSettings::sessionLifetime).orElse(OidcSettings.USUAL_LIFETIME);
        return new SessionLife(total, now.portal().sessionIdle());
    }

    private Cookies cookies() {
        ServerSettings server = settings.get().server();
        return new Cookies(server.isSecured()
                || server.publicUrl()
                        .map(URI::getScheme)
                        .filter("https"::equals)
                        .isPresent());
    }

    /// The JSON that pages for people are made of.
    List<JsonRoute> routes() {
        List<JsonRoute> routes = new ArrayList<>();
        routes.addAll(new SignInRoutes(users, sessions, links, passwords, this::ways).list());
        routes.addAll(new TokenRoutes(users, passwords, tokens, this::local, this::hasProvider, this::cookies).list());
        routes.addAll(new AccountRoutes(users, sessions, credentials, this::hasPassword).list());
        return routes;
    }

    /// The way to the identity provider and back.
    ///
    /// @param address of the main listener, where the configuration names no other
    List<Route> signOn(URI address, FailureWriter failures) {
        this.address = address;
        return new SingleSignOn(this::offer, pending, users, sessions).routes(failures);
    }

    private Ways ways() {
        SignInSettings now = settings.get().signIn();
        return new Ways(
                now.local().enabled(),
                now.oidc().map(OidcSettings::label),
                () -> offer().flatMap(offer -> offer.provider()
                        .logout(Optional.empty(), offer.address().resolve("/login"))),
                cookies());
    }

    private boolean hasPassword(UserId user) {
        return local().enabled() && passwords.exists(user);
    }

    private LocalLoginSettings local() {
        return settings.get().signIn().local();
    }

    private boolean hasProvider() {
        return settings.get().signIn().oidc().isPresent();
    }

    /// Whether anybody could come in as an operator.
    boolean canAdminister() {
        return hasProvider() || local().enabled();
    }

    /// The provider is made anew when its settings have changed, and else keeps what it learned.
    private synchronized Optional<Offer> offer() {
        Optional<OidcSettings> now = settings.get().signIn().oidc();
        if (!now.equals(known)) {
            known = now;
            provider = now.map(oidc -> new OidcProvider(oidc, outbound, random, clock));
        }
        URI reached = settings.get().server().publicUrl().orElse(address);
        return provider.map(one -> new Offer(one, now.orElseThrow().rules(), reached, cookies()));
    }

    /// Whether the provider answers, or did half a minute ago, for operators.
    StatusCheck signInCheck() {
        return new RecentLook(new SignInCheck(() -> offer().map(Offer::provider)), clock);
    }

    /// Who asks for a page.
    Visitor visitor(WebRequest request) {
        Optional<Principal> principal = credentials.session(request).flatMap(sessions::find);
        return principal
                .map(person -> person.operator()
                        ? Visitor.operator(id(person), person.name())
                        : Visitor.person(id(person), person.name()))
                .orElse(Visitor.NOBODY);
    }

    private static String id(Principal person) {
        return person.user().map(UserId::value).orElse("");
    }

    /// A link that signs in the first operator; empty once they have signed in, or when there is another
    /// operator.
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
