package io.sallyport.crypto;

import static io.sallyport.crypto.TokenForge.CLIENT;
import static io.sallyport.crypto.TokenForge.ISSUER;
import static io.sallyport.crypto.TokenForge.person;
import static io.sallyport.crypto.TokenForge.published;
import static io.sallyport.crypto.TokenForge.rsa;
import static io.sallyport.crypto.TokenForge.sign;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.RSAKey;
import io.sallyport.crypto.TokenRefused.Reason;
import io.sallyport.lang.Secret;
import io.sallyport.testkit.HandClock;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("K05")
final class IssuerKeysTest {

    private static final RSAKey OLD = rsa("old");
    private static final RSAKey NEW = rsa("new");

    private final HandClock clock = HandClock.at("2026-11-21T12:00:00Z");
    private final TokenVerifier verifier = new TokenVerifier(new IssuerKeys(this::read, clock), ISSUER, CLIENT, clock);

    private String published = published(OLD);
    private boolean down;
    private int reads;

    private String read() {
        reads++;
        if (down) {
            throw new IllegalStateException("down");
        }
        return published;
    }

    @Test
    void readsTheKeysOnce() {
        verify(OLD);
        verify(OLD);

        assertThat(reads).isEqualTo(1);
    }

    @Test
    void asksAgainWhenTheIssuerSignsWithANewKey() {
        verify(OLD);
        published = published(OLD, NEW);
        clock.move(Duration.ofMinutes(1));

        verify(NEW);

        assertThat(reads).isEqualTo(2);
    }

    @Test
    void asksAtMostOnceAMinute() {
        verify(OLD);

        for (int i = 0; i < 20; i++) {
            assertThat(reason(NEW)).isEqualTo(Reason.KEY);
        }

        assertThat(reads).isEqualTo(1);
    }

    @Test
    void forgetsAKeyTheIssuerTookBack() {
        verify(OLD);
        published = published(NEW);
        clock.move(Duration.ofMinutes(31));

        assertThat(reason(OLD)).isEqualTo(Reason.KEY);
    }

    @Test
    void keepsTheOldKeysWhileTheIssuerIsDown() {
        verify(OLD);
        down = true;
        clock.move(Duration.ofMinutes(31));

        verify(OLD);
        verify(OLD);

        assertThat(reads).isEqualTo(2);
    }

    @Test
    void recoversFromAnIssuerThatWasDownAtTheStart() {
        down = true;
        assertThatThrownBy(() -> verify(OLD)).hasMessage("down");
        assertThatThrownBy(() -> verify(OLD)).hasMessage("down");
        assertThat(reads).isEqualTo(1);

        down = false;
        clock.move(Duration.ofSeconds(5));

        verify(OLD);
    }

    @Test
    void refusesADocumentThatHoldsNoKeys() {
        published = "<html>";

        assertThat(reason(OLD)).isEqualTo(Reason.FORM);
    }

    private void verify(RSAKey key) {
        assertThat(verifier.idToken(token(key), Secret.of("n-1")).payload()).contains("ada");
    }

    private Reason reason(RSAKey key) {
        return catchThrowableOfType(TokenRefused.class, () -> verifier.idToken(token(key), Secret.of("n-1")))
                .reason();
    }

    private Secret token(RSAKey key) {
        return sign(key, JWSAlgorithm.RS256, person(clock.instant()));
    }
}
