package io.sallyport.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sallyport.crypto.KeyHasher;
import io.sallyport.crypto.Peppers;
import io.sallyport.database.Changes;
import io.sallyport.key.ApiKeys.Issued;
import io.sallyport.lang.RefusedException;
import io.sallyport.lang.Secret;
import io.sallyport.testkit.TestDatabase;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Two instances on one database: a change on the one holds on the other within a second and a little.
@Tag("ID50")
@Tag("I07")
final class RevocationTest {
    private static final String ADDRESS = "192.0.2.7";

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-21T12:00:00Z"), ZoneOffset.UTC);
    private static final KeyHasher HASHER = new KeyHasher(Peppers.parse(Secret.of("a-pepper-that-only-tests-use")));

    /// A second, and what a busy machine adds to it.
    private static final long SOON_MILLIS = 30_000;

    private final Semaphore heard = new Semaphore(0);
    private TestDatabase database;
    private ApiKeys here;
    private KeyAuthenticator there;
    private Changes changes;

    @BeforeEach
    void open() {
        database = TestDatabase.migrated();
        here = new ApiKeys(database.database(), HASHER, CLOCK);
        there = new KeyAuthenticator(
                KeySettings.DEFAULT, new ApiKeys(database.database(), HASHER, CLOCK), HASHER, (_, _) -> {}, CLOCK);
        changes = Changes.open(database.database(), database.address());
        changes.onChange(ApiKeys.TOPIC, () -> {
            there.forget();
            heard.release();
        });
    }

    @AfterEach
    void close() {
        changes.close();
        database.close();
    }

    @Test
    void refusesAKeyThatAnotherInstanceRevoked() throws InterruptedException {
        Issued issued = knownThere();

        here.revoke(issued.key().id(), "operator");

        assertThat(heard.tryAcquire(SOON_MILLIS, TimeUnit.MILLISECONDS)).isTrue();
        assertThat(refusal(issued)).isEqualTo("key_revoked");
    }

    @Test
    void refusesItAlsoWhenTheNotificationIsLost() throws InterruptedException {
        Issued issued = knownThere();
        database.execute("select pg_terminate_backend(pid) from pg_stat_activity "
                + "where datname = current_database() and query ilike 'listen%'");

        here.disable(issued.key().id());

        assertThat(heard.tryAcquire(SOON_MILLIS, TimeUnit.MILLISECONDS)).isTrue();
        assertThat(refusal(issued)).isEqualTo("key_disabled");
    }

    @Test
    void knowsAKeyAgainThatAnotherInstanceEnabled() throws InterruptedException {
        Issued issued = knownThere();
        here.disable(issued.key().id());
        heard.tryAcquire(SOON_MILLIS, TimeUnit.MILLISECONDS);

        here.enable(issued.key().id());

        assertThat(heard.tryAcquire(SOON_MILLIS, TimeUnit.MILLISECONDS)).isTrue();
        assertThat(there.identify(credential(issued), ADDRESS).key())
                .contains(issued.key().id());
    }

    /// A key that the other instance has in its memory; its creation has been heard there.
    private Issued knownThere() throws InterruptedException {
        Issued issued = here.issue(NewKey.named("any"));
        assertThat(heard.tryAcquire(SOON_MILLIS, TimeUnit.MILLISECONDS)).isTrue();
        there.identify(credential(issued), ADDRESS);
        assertThat(there.cached(credential(issued), ADDRESS)).isPresent();
        return issued;
    }

    private String refusal(Issued issued) {
        return catchThrowableOfType(RefusedException.class, () -> there.identify(credential(issued), ADDRESS))
                .refusal()
                .code();
    }

    private static Credential credential(Issued issued) {
        return Credential.of(issued.text().reveal());
    }
}
