package io.sallyport.identity;

import io.sallyport.crypto.OpaqueToken;
import io.sallyport.crypto.SignedTokens;
import io.sallyport.crypto.SignedTokens.AccessToken;
import io.sallyport.crypto.TokenRefused;
import io.sallyport.database.Database;
import io.sallyport.identity.Principal.Via;
import io.sallyport.identity.TokenTable.NewRefresh;
import io.sallyport.identity.TokenTable.Refresh;
import io.sallyport.lang.Refusal.NotAuthenticated;
import io.sallyport.lang.Secret;
import io.sallyport.lang.UserId;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Tokens of programs that work in a person's name: a short access token, and a refresh token that is new at each use.
///
/// A refresh token that is shown twice was stolen: all that came from the same sign-in ends.
/// Errors: NotAuthenticated `invalid_token`.
/// Threads: safe; every method waits for the database.
public final class AccessTokens {
    private static final String VERSION = "user_version";

    private final Database database;
    private final Users users;
    private final Principals principals;
    private final SignedTokens signed;
    private final Duration refreshLifetime;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    public AccessTokens(Database database, Users users, SignedTokens signed, Duration refreshLifetime, Clock clock) {
        this.database = database;
        this.users = users;
        this.principals = new Principals(database);
        this.signed = signed;
        this.refreshLifetime = refreshLifetime;
        this.clock = clock;
    }

    /// An access token and what renews it.
    public record Pair(Secret access, Secret refresh, Duration refreshLifetime) {}

    /// The pair of a new sign-in.
    public Pair issue(User user) {
        database.attach(TokenTable.class).deleteExpired(clock.instant());
        return issue(user, UUID.randomUUID().toString());
    }

    /// A new pair for a refresh token, which is worth nothing from now on.
    public Pair renew(Secret refresh) {
        String hash = OpaqueToken.hash(refresh);
        Refresh token = database.inTransaction(transaction -> take(transaction.attach(TokenTable.class), hash))
                .orElseThrow(AccessTokens::invalid);
        User user = users.find(token.user()).orElseThrow(AccessTokens::invalid);
        return issue(user, token.family());
    }

    /// Ends a refresh token and all that came from the same sign-in.
    public void end(Secret refresh) {
        database.attach(TokenTable.class).endFamily(OpaqueToken.hash(refresh));
    }

    /// Who an access token was made for, as they are now.
    public Principal read(Secret access) {
        try {
            AccessToken token = signed.read(access);
            long version = Long.parseLong(token.claims().getOrDefault(VERSION, ""));
            return principals
                    .find(new UserId(token.subject()), version, Via.TOKEN, clock.instant())
                    .orElseThrow(AccessTokens::invalid);
        } catch (TokenRefused | IllegalArgumentException e) {
            throw invalid();
        }
    }

    private Optional<Refresh> take(TokenTable rows, String hash) {
        Optional<Refresh> token = rows.lock(hash);
        if (token.filter(Refresh::used).isPresent()) {
            rows.endFamily(hash);
            return Optional.empty();
        }
        Instant now = clock.instant();
        rows.use(hash, now);
        return token.filter(fresh -> fresh.valid() && now.isBefore(fresh.expiresAt()));
    }

    private Pair issue(User user, String family) {
        Secret access = signed.sign(user.id().value(), Map.of(VERSION, Long.toString(user.version())));
        Secret refresh = OpaqueToken.generate(random);
        database.attach(TokenTable.class)
                .insert(new NewRefresh(
                        OpaqueToken.hash(refresh),
                        family,
                        user.id(),
                        user.version(),
                        clock.instant().plus(refreshLifetime)));
        return new Pair(access, refresh, refreshLifetime);
    }

    private static RuntimeException invalid() {
        return new NotAuthenticated("invalid_token").asException();
    }
}
