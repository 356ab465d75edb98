package io.sallyport.identity;

import io.sallyport.crypto.OpaqueToken;
import io.sallyport.database.Database;
import io.sallyport.lang.Secret;
import io.sallyport.lang.UserId;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Links that sign somebody in once: for the first operator, and for whoever an operator lets in without a password.
///
/// Threads: safe; every method waits for the database.
public final class SignInLinks {
    private final Database database;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    public SignInLinks(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /// A new link's token; links made for the user before are worth nothing from now on.
    public Secret issue(UserId user, Duration lifetime) {
        Secret token = OpaqueToken.generate(random);
        Instant now = clock.instant();
        database.useTransaction(transaction -> {
            SessionTable rows = transaction.attach(SessionTable.class);
            rows.deleteLinks(user);
            rows.insertLink(OpaqueToken.hash(token), user, now, now.plus(lifetime));
        });
        return token;
    }

    /// Whose link it is; empty when it was used before, has expired or never was one.
    public Optional<UserId> use(Secret token) {
        return database.attach(SessionTable.class)
                .takeLink(OpaqueToken.hash(token))
                .filter(link -> clock.instant().isBefore(link.expiresAt()))
                .map(SessionTable.Link::userId);
    }
}
