package io.sallyport.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.acme.AcmeFailure;
import io.sallyport.acme.Issued;
import io.sallyport.certificate.CertificateSettings.Authority;
import io.sallyport.certificate.CertificateSettings.Proving.OverHttp;
import io.sallyport.crypto.MasterKeys;
import io.sallyport.crypto.Seal;
import io.sallyport.crypto.Seal.Use;
import io.sallyport.crypto.SelfSigned;
import io.sallyport.lang.Secret;
import io.sallyport.testkit.HandClock;
import io.sallyport.testkit.TestDatabase;
import io.sallyport.web.TlsSettings;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class CertificateKeeperTest {
    private static final CertificateSettings SETTINGS = new CertificateSettings(
            new Authority(URI.create("https://authority.example/directory"), Optional.empty(), Optional.empty()),
            List.of("ai.example.com"),
            new OverHttp("127.0.0.1", 0),
            Optional.empty(),
            true);

    private final TestDatabase database = TestDatabase.migrated();
    private final HandClock clock = HandClock.at("2026-11-22T00:00:00Z");
    private final Seal seal = new Seal(
            MasterKeys.parse(Secret.of("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=")),
            Use.CERTIFICATE,
            new SecureRandom());
    private final CertificateStore store = new CertificateStore(database.database(), seal, SETTINGS);
    private final List<TlsSettings> shown = new ArrayList<>();
    private int orders;
    private boolean refusing;

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    @Tag("G11")
    void ordersOnceForAllInstancesAndShowsItOnAll() {
        CertificateKeeper one = keeper();
        CertificateKeeper other = keeper();

        one.look();
        other.look();

        assertThat(orders).isOne();
        assertThat(shown).hasSize(2);
        assertThat(shown.getFirst()).isEqualTo(shown.getLast());
        assertThat(other.state().until()).contains(Instant.parse("2027-02-20T00:00:00Z"));
        assertThat(other.state().problem()).isEmpty();
    }

    @Test
    @Tag("G11")
    void leavesAnOrderToTheInstanceThatIsAtIt() {
        store.standing(clock.instant());
        boolean first = store.take(clock.instant());

        keeper().look();
        boolean second = store.take(clock.instant());
        clock.move(Duration.ofMinutes(16));
        keeper().look();

        assertThat(first).isTrue();
        assertThat(second).isFalse();
        assertThat(orders).as("by another one, once the first must have died").isOne();
    }

    @Test
    void showsAgainAfterARestartWhatWasOrderedBefore() {
        keeper().look();

        CertificateKeeper restarted = keeper();
        restarted.look();
        restarted.look();

        assertThat(orders).isOne();
        assertThat(shown).hasSize(2);
    }

    @Test
    void ordersAnewWhenAThirdOfItsLifeIsLeft() {
        CertificateKeeper keeper = keeper();
        keeper.look();
        clock.move(Duration.ofDays(56));
        keeper.look();
        int early = orders;
        clock.move(Duration.ofDays(4));
        keeper.look();

        assertThat(early).isOne();
        assertThat(orders).isEqualTo(2);
        assertThat(shown).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    void waitsLongerAfterEachFailureAndKeepsTheCertificateItHas() {
        CertificateKeeper keeper = keeper();
        keeper.look();
        refusing = true;
        clock.move(Duration.ofDays(60));
        keeper.look();
        keeper.look();
        int afterOne = orders;
        clock.move(Duration.ofMinutes(12));
        keeper.look();
        clock.move(Duration.ofMinutes(12));
        keeper.look();

        assertThat(afterOne).isEqualTo(2);
        assertThat(orders).isEqualTo(3);
        assertThat(shown).hasSize(1);
        assertThat(keeper.state().problem()).isEqualTo("ai.example.com was not proven");
        assertThat(keeper.state().until()).contains(Instant.parse("2027-02-20T00:00:00Z"));
    }

    @Test
    void recoversFromAFailure() {
        CertificateKeeper keeper = keeper();
        refusing = true;
        keeper.look();
        String before = keeper.state().problem();
        refusing = false;
        clock.move(Duration.ofHours(1));
        keeper.look();

        assertThat(before).isEqualTo("ai.example.com was not proven");
        assertThat(keeper.state().problem()).isEmpty();
        assertThat(shown).hasSize(1);
    }

    @Test
    @Tag("NOKEY")
    void keepsNoKeyThatACopyOfTheDatabaseTells() {
        keeper().look();
        store.account(SETTINGS.authority().directory(), clock.instant());

        String stored =
                database.rows("select sealed_key from ordered_certificate").toString()
                        + database.rows("select sealed_key from acme_account");
        assertThat(stored).contains("s1.").doesNotContain("PRIVATE KEY");
    }

    @Test
    void hasOneAccountForAllInstances() {
        URI directory = SETTINGS.authority().directory();
        CertificateStore elsewhere = new CertificateStore(database.database(), seal, SETTINGS);

        assertThat(store.account(directory, clock.instant())).isEqualTo(elsewhere.account(directory, clock.instant()));
    }

    private CertificateKeeper keeper() {
        return new CertificateKeeper(store, SETTINGS, this::order, new RenewalPlan(new Random(7)), clock, shown::add);
    }

    private Issued order() {
        orders++;
        if (refusing) {
            throw new AcmeFailure("ai.example.com was not proven");
        }
        SelfSigned made = SelfSigned.at(clock.instant());
        return new Issued(
                made.certificate().reveal(),
                made.key(),
                clock.instant(),
                clock.instant().plus(Duration.ofDays(90)));
    }
}
