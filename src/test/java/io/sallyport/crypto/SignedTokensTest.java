package io.sallyport.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sallyport.crypto.TokenRefused.Reason;
import io.sallyport.lang.Secret;
import io.sallyport.testkit.HandClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("ID14")
final class SignedTokensTest {

    private static final Secret SECRET = Secret.of("0123456789abcdef0123456789abcdef");

    private final HandClock clock = HandClock.at("2026-11-21T12:00:00Z");
    private final SignedTokens tokens = tokens(SECRET, "sallyport", "admin");

    @Test
    void readsWhatItSigned() {
        Secret token = tokens.sign("user-1", Map.of("session", "s-1"));

        SignedTokens.AccessToken read = tokens.read(token);

        assertThat(read.subject()).isEqualTo("user-1");
        assertThat(read.claims()).containsExactly(Map.entry("session", "s-1"));
        assertThat(read.expiresAt()).isEqualTo(Instant.parse("2026-11-21T12:15:00Z"));
        assertThat(read.id())
                .isNotEqualTo(tokens.read(tokens.sign("user-1", Map.of())).id());
    }

    @Test
    void believesAnInstanceWithTheSameSecret() {
        Secret token = tokens.sign("user-1", Map.of());

        assertThat(tokens(SECRET, "sallyport", "admin").read(token).subject()).isEqualTo("user-1");
    }

    @Test
    void refusesATokenThatExpired() {
        Secret token = tokens.sign("user-1", Map.of());

        clock.move(Duration.ofMinutes(15));

        assertThat(reason(tokens, token)).isEqualTo(Reason.EXPIRED);
    }

    @Test
    void refusesATokenOfSomebodyElse() {
        Secret other = Secret.of("ffffffffffffffffffffffffffffffff");

        assertThat(reason(tokens, tokens(other, "sallyport", "admin").sign("u", Map.of())))
                .isEqualTo(Reason.SIGNATURE);
        assertThat(reason(tokens, tokens(SECRET, "another", "admin").sign("u", Map.of())))
                .isEqualTo(Reason.ISSUER);
        assertThat(reason(tokens, tokens(SECRET, "sallyport", "portal").sign("u", Map.of())))
                .isEqualTo(Reason.AUDIENCE);
    }

    @Test
    void cannotBeTalkedIntoAnotherSubject() {
        Secret token = tokens.sign("user-1", Map.of("sub", "root", "exp", "never"));

        assertThat(tokens.read(token).subject()).isEqualTo("user-1");
    }

    @Test
    @Tag("K05")
    void refusesATokenThatNamesAnotherAlgorithm() {
        String[] parts = tokens.sign("user-1", Map.of()).reveal().split("\\.", -1);
        String none = base64("{\"alg\":\"none\",\"typ\":\"at+jwt\"}");
        String hs512 = base64("{\"alg\":\"HS512\",\"typ\":\"at+jwt\"}");

        assertThat(reason(tokens, Secret.of(none + '.' + parts[1] + '.'))).isEqualTo(Reason.FORM);
        assertThat(reason(tokens, Secret.of(none + '.' + parts[1] + '.' + parts[2])))
                .isEqualTo(Reason.FORM);
        assertThat(reason(tokens, Secret.of(hs512 + '.' + parts[1] + '.' + parts[2])))
                .isEqualTo(Reason.ALGORITHM);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a.b.c", "null", "sk-demo.my-secret", "eyJhbGciOiJIUzI1NiJ9.e30.AAAA"})
    void refusesWhatIsNoTokenOfItsOwn(String text) {
        assertThat(reason(tokens, Secret.of(text))).isEqualTo(Reason.FORM);
    }

    @Test
    void refusesATokenOfAnyLength() {
        assertThat(reason(tokens, Secret.of("a".repeat(5000)))).isEqualTo(Reason.FORM);
    }

    @Test
    void refusesToSignUnderAWeakSecret() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tokens(Secret.of("0123456789abcdef0123456789abcde"), "sallyport", "admin"));
    }

    private SignedTokens tokens(Secret secret, String issuer, String audience) {
        return new SignedTokens(secret, issuer, audience, Duration.ofMinutes(15), clock);
    }

    private static Reason reason(SignedTokens tokens, Secret token) {
        return catchThrowableOfType(TokenRefused.class, () -> tokens.read(token))
                .reason();
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
