package io.sallyport.identity.oidc;

import io.sallyport.crypto.OpaqueToken;
import io.sallyport.database.Database;
import io.sallyport.identity.oidc.PendingSignInTable.Row;
import io.sallyport.lang.Secret;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Sign-ins that have left for the provider, kept where every instance finds them, and the tokens that came back once.
///
/// Each is bound to the browser that started it. Several tabs of one browser may sign in at the same time.
/// Threads: safe; every method waits for the database.
public final class PendingSignIns implements SeenTokens {
    private static final Duration KEPT = Duration.ofHours(1);

    private final PendingSignInTable table;
    private final Clock clock;

    public PendingSignIns(Database database, Clock clock) {
        this.table = database.attach(PendingSignInTable.class);
        this.clock = clock;
    }

    /// @param browser what the browser's cookie says
    public void keep(PendingSignIn pending, Secret browser) {
        table.deleteBefore(clock.instant().minus(KEPT));
        table.insert(
                OpaqueToken.hash(pending.state()),
                OpaqueToken.hash(browser),
                new Row(
                        pending.nonce().reveal(),
                        pending.verifier().reveal(),
                        pending.next(),
                        pending.callback(),
                        pending.startedAt()));
    }

    /// The sign-in that a browser comes back from, once.
    public Optional<PendingSignIn> take(Secret state, Secret browser) {
        return table.take(OpaqueToken.hash(state), OpaqueToken.hash(browser))
                .map(row -> new PendingSignIn(
                        state,
                        Secret.of(row.nonce()),
                        Secret.of(row.codeVerifier()),
                        row.nextPath(),
                        row.callback(),
                        row.startedAt()));
    }

    @Override
    public boolean isFirst(String issuer, String id, Instant until) {
        table.deleteSpent(clock.instant());
        return table.spend(OpaqueToken.hash(Secret.of(issuer + " " + id)), until) > 0;
    }
}
