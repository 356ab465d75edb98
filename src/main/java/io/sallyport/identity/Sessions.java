package io.sallyport.identity;

import io.sallyport.crypto.OpaqueToken;
import io.sallyport.database.Database;
import io.sallyport.identity.Principal.Via;
import io.sallyport.identity.SessionTable.NewSession;
import io.sallyport.identity.SessionTable.OpenSession;
import io.sallyport.lang.Refusal.NotFound;
import io.sallyport.lang.Secret;
import io.sallyport.lang.UserId;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Browsers that are signed in. A session holds on every instance, and ends on every one at once.
///
/// Each request asks the database, so nothing has to be forgotten when rights change.
/// Threads: safe; every method waits for the database.
public final class Sessions {
    /// How often a session's last use is written down at most.
    private static final Duration SEEN_EVERY = Duration.ofMinutes(1);

    private static final int LONGEST_TEXT = 256;

    private final SessionTable table;
    private final Principals principals;
    private final Supplier<SessionLife> life;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    public Sessions(Database database, Supplier<SessionLife> life, Clock clock) {
        this.table = database.attach(SessionTable.class);
        this.principals = new Principals(database);
        this.life = life;
        this.clock = clock;
    }

    /// The browser somebody signs in with, for them to recognise it.
    public record Browser(String userAgent, String address) {
        public Browser {
            userAgent = userAgent.length() <= LONGEST_TEXT ? userAgent : userAgent.substring(0, LONGEST_TEXT);
        }
    }

    /// A new session and how long its cookie lives.
    public record Opened(Secret token, Duration lifetime) {}

    /// @param providerSession what the identity provider calls this sign-in
    public Opened open(User user, Browser browser, Optional<String> providerSession) {
        Instant now = clock.instant();
        SessionLife current = life.get();
        Secret token = OpaqueToken.generate(random);
        table.deleteEnded(now, now.minus(current.idle()));
        table.insert(new NewSession(
                OpaqueToken.hash(token),
                user.id(),
                user.version(),
                providerSession,
                browser.userAgent(),
                browser.address(),
                now,
                now.plus(current.total())));
        return new Opened(token, current.total());
    }

    /// Who is signed in with this token; empty when the session has ended, was idle for too long, or the account is
    /// suspended.
    public Optional<Principal> find(Secret token) {
        String hash = OpaqueToken.hash(token);
        Instant now = clock.instant();
        Optional<OpenSession> found = table.open(hash, now, now.minus(life.get().idle()));
        found.filter(session -> session.lastSeenAt().plus(SEEN_EVERY).isBefore(now))
                .ifPresent(_ -> table.seen(hash, now));
        return found.flatMap(
                session -> principals.find(session.user(), session.userVersion(), Via.SESSION, session.createdAt()));
    }

    /// What the pages of a session show with every change, which no other site can read.
    public static Secret proof(Secret token) {
        return Secret.of(OpaqueToken.hash(Secret.of("csrf " + token.reveal())));
    }

    /// What names a session in a list of its owner's.
    public static String id(Secret token) {
        return OpaqueToken.hash(token);
    }

    /// The open sessions of a user, the one used last first.
    public List<Session> list(UserId user) {
        Instant now = clock.instant();
        return table.list(user, now, now.minus(life.get().idle()));
    }

    public void end(Secret token) {
        table.end(OpaqueToken.hash(token));
    }

    /// Ends one of a user's sessions.
    ///
    /// Errors: NotFound when it is not one of theirs.
    public void end(UserId user, String id) {
        if (table.end(id, user) == 0) {
            throw new NotFound("not_found", "There is no such session.").asException();
        }
    }

    /// Ends what an identity provider says has ended; without a session id, every session of the subject.
    ///
    /// @return how many ended
    public int endOf(String issuer, Optional<String> subject, Optional<String> providerSession) {
        return subject.isEmpty() && providerSession.isEmpty() ? 0 : table.endOf(issuer, subject, providerSession);
    }
}
