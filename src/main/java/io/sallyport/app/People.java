package io.sallyport.app;

import io.sallyport.app.settings.Settings;
import io.sallyport.database.Database;
import io.sallyport.door.Credentials;
import io.sallyport.identity.Sessions;
import io.sallyport.identity.SignInLinks;
import io.sallyport.identity.Users;
import io.sallyport.key.KeyAuthenticator;
import io.sallyport.web.Cookies;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;

/// Everything that knows people: accounts, sessions, links, and who stands before a door.
final class People {
    private static final Duration SESSION = Duration.ofHours(8);

    private final Users users;
    private final Sessions sessions;
    private final SignInLinks links;
    private final Credentials credentials;

    People(Database database, KeyAuthenticator keys, Supplier<Settings> settings, Clock clock) {
        this.users = new Users(database, clock);
        this.sessions = new Sessions(database, () -> SESSION, clock);
        this.links = new SignInLinks(database, clock);
        this.credentials = new Credentials(keys, sessions, () -> cookies(settings.get()));
    }

    private static Cookies cookies(Settings settings) {
        return new Cookies(settings.server()
                .publicUrl()
                .map(URI::getScheme)
                .filter("https"::equals)
                .isPresent());
    }

    Users users() {
        return users;
    }

    Sessions sessions() {
        return sessions;
    }

    SignInLinks links() {
        return links;
    }

    Credentials credentials() {
        return credentials;
    }
}
