package io.sallyport.crypto;

import static io.sallyport.crypto.TokenForge.CLIENT;
import static io.sallyport.crypto.TokenForge.ISSUER;
import static io.sallyport.crypto.TokenForge.ec;
import static io.sallyport.crypto.TokenForge.logout;
import static io.sallyport.crypto.TokenForge.person;
import static io.sallyport.crypto.TokenForge.published;
import static io.sallyport.crypto.TokenForge.rsa;
import static io.sallyport.crypto.TokenForge.sign;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.sallyport.crypto.TokenRefused.Reason;
import io.sallyport.lang.Secret;
import io.sallyport.testkit.HandClock;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("K05")
final class TokenVerifierTest {

    private static final RSAKey KEY = rsa("k-1");
    private static final ECKey CURVE_KEY = ec("k-2", Curve.P_256);
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final Secret NONCE = Secret.of("n-1");

    private final HandClock clock = HandClock.at(NOW);
    private final TokenVerifier verifier = verifier(published(KEY, CURVE_KEY));

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "PS256"})
    void believesTheKeysOfTheIssuer(String algorithm) {
        Secret token = sign(KEY, JWSAlgorithm.parse(algorithm), person(NOW));

        TokenVerifier.Believed believed = verifier.idToken(token, NONCE);

        assertThat(believed.payload()).contains("\"sub\":\"ada\"");
        assertThat(believed.expiresAt()).isEqualTo(NOW.plusSeconds(360));
    }

    @Test
    void believesAnEllipticCurve() {
        Secret token = sign(CURVE_KEY, JWSAlgorithm.ES256, person(NOW));

        assertThat(verifier.idToken(token, NONCE).payload()).contains("ada");
    }

    @ParameterizedTest
    @ValueSource(strings = {"EdDSA", "Ed25519"})
    void believesAnEdwardsCurve(String algorithm) throws GeneralSecurityException {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        byte[] encoded = pair.getPublic().getEncoded();
        String x = base64(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
        var edwards = verifier("{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"kid\":\"e\",\"x\":\"" + x + "\"}]}");
        String text = base64(("{\"alg\":\"" + algorithm + "\",\"kid\":\"e\"}").getBytes(StandardCharsets.UTF_8))
                + '.'
                + base64(person(NOW).build().toString().getBytes(StandardCharsets.UTF_8));
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(pair.getPrivate());
        signature.update(text.getBytes(StandardCharsets.US_ASCII));
        String signed = base64(signature.sign());

        assertThat(edwards.idToken(Secret.of(text + '.' + signed), NONCE).payload())
                .contains("ada");
        assertThat(reason(edwards, Secret.of(text + '.' + signed.replace(signed.charAt(5), '_'))))
                .isEqualTo(Reason.SIGNATURE);
        assertThat(reason(edwards, Secret.of(text + ".AAAA"))).isEqualTo(Reason.SIGNATURE);
    }

    static Stream<Arguments> wrongClaims() {
        return Stream.of(
                wrong("a foreign issuer", Reason.ISSUER, claims -> claims.issuer("https://login.example.org")),
                wrong("the issuer with a slash", Reason.ISSUER, claims -> claims.issuer(ISSUER + "/")),
                wrong("no issuer", Reason.ISSUER, claims -> claims.issuer(null)),
                wrong("a foreign audience", Reason.AUDIENCE, claims -> claims.audience("another")),
                wrong("no audience", Reason.AUDIENCE, claims -> claims.audience(List.of())),
                wrong(
                        "several audiences without azp",
                        Reason.AUDIENCE,
                        claims -> claims.audience(List.of(CLIENT, "another"))),
                wrong("a foreign azp", Reason.AUDIENCE, claims -> claims.claim("azp", "another")),
                wrong("an expired one", Reason.EXPIRED, claims -> claims.expirationTime(at(-60))),
                wrong("no end", Reason.CLAIM, claims -> claims.expirationTime(null)),
                wrong("one from the future", Reason.TOO_EARLY, claims -> claims.issueTime(at(61))),
                wrong("one that starts later", Reason.TOO_EARLY, claims -> claims.notBeforeTime(at(61))),
                wrong("no beginning", Reason.CLAIM, claims -> claims.issueTime(null)),
                wrong("another nonce", Reason.CLAIM, claims -> claims.claim("nonce", "n-2")),
                wrong("no nonce", Reason.CLAIM, claims -> claims.claim("nonce", null)),
                wrong("a nonce in a list", Reason.CLAIM, claims -> claims.claim("nonce", List.of("n-1"))),
                wrong("no subject", Reason.CLAIM, claims -> claims.subject(null)),
                wrong("a subject no database takes", Reason.CLAIM, claims -> claims.subject("a\u0000b")),
                wrong("an endless subject", Reason.CLAIM, claims -> claims.subject("a".repeat(256))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongClaims")
    void refuses(String what, Reason reason, UnaryOperator<JWTClaimsSet.Builder> change) {
        Secret token = sign(KEY, JWSAlgorithm.RS256, change.apply(person(NOW)));

        assertThat(reason(verifier, token)).as(what).isEqualTo(reason);
    }

    @Test
    void allowsClocksToDifferByAMinute() {
        Secret late = sign(KEY, JWSAlgorithm.RS256, person(NOW).expirationTime(at(-59)));
        Secret early = sign(KEY, JWSAlgorithm.RS256, person(NOW).issueTime(at(60)));

        assertThat(verifier.idToken(late, NONCE).payload()).contains("ada");
        assertThat(verifier.idToken(early, NONCE).payload()).contains("ada");
    }

    @Test
    void believesSeveralAudiencesWhenWeAreTheParty() {
        Secret token = sign(
                KEY,
                JWSAlgorithm.RS256,
                person(NOW).audience(List.of("another", CLIENT)).claim("azp", CLIENT));

        assertThat(verifier.idToken(token, NONCE).payload()).contains("ada");
    }

    @Test
    void refusesATokenWithoutSignature() {
        String payload = base64(person(NOW).build().toString().getBytes(StandardCharsets.UTF_8));
        String none = base64("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8));

        assertThat(reason(verifier, Secret.of(none + '.' + payload + '.'))).isEqualTo(Reason.FORM);
    }

    @Test
    void refusesThePublicKeyAsAPassword() throws JOSEException {
        byte[] publicKey = KEY.toRSAPublicKey().getEncoded();
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("k-1").build(),
                person(NOW).build());
        token.sign(new MACSigner(publicKey));

        assertThat(reason(verifier, Secret.of(token.serialize()))).isEqualTo(Reason.ALGORITHM);
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS384", "RS512", "PS512"})
    void refusesAnAlgorithmThatIsNotOnTheList(String algorithm) {
        Secret token = sign(KEY, JWSAlgorithm.parse(algorithm), person(NOW));

        assertThat(reason(verifier, token)).isEqualTo(Reason.ALGORITHM);
    }

    @Test
    void refusesAnotherKeyUnderAKnownId() {
        Secret token = sign(rsa("k-1"), JWSAlgorithm.RS256, person(NOW));

        assertThat(reason(verifier, token)).isEqualTo(Reason.SIGNATURE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"k-3", "K-1", "../../etc/passwd", "' or 1=1 --", ""})
    void takesTheIdOfAKeyAsAWordAndNothingElse(String id) {
        Secret token = sign(KEY, JWSAlgorithm.RS256, person(NOW), header -> header.keyID(id));

        assertThat(reason(verifier, token)).isEqualTo(Reason.KEY);
    }

    @Test
    void refusesAKeyOfAnotherKindUnderAKnownId() {
        Secret token = sign(ec("k-1", Curve.P_256), JWSAlgorithm.ES256, person(NOW));

        assertThat(reason(verifier, token)).isEqualTo(Reason.KEY);
    }

    @Test
    void refusesAWeakKeyOfTheIssuer() {
        RSAKey weak = rsa("weak", 1024);

        assertThat(reason(verifier(published(weak)), sign(weak, JWSAlgorithm.RS256, person(NOW))))
                .isEqualTo(Reason.KEY);
    }

    static Stream<Arguments> selfHelp() {
        URI elsewhere = URI.create("https://evil.example/keys");
        return Stream.of(
                header("jku", builder -> builder.jwkURL(elsewhere)),
                header("x5u", builder -> builder.x509CertURL(elsewhere)),
                header("jwk", builder -> builder.jwk(KEY.toPublicJWK())),
                header("crit", builder -> builder.criticalParams(Set.of("b64"))),
                header("at+jwt", builder -> builder.type(new JOSEObjectType("at+jwt"))),
                header("logout+jwt", builder -> builder.type(new JOSEObjectType("logout+jwt"))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("selfHelp")
    void refusesATokenWithTheHeader(String what, UnaryOperator<JWSHeader.Builder> change) {
        Secret token = sign(KEY, JWSAlgorithm.RS256, person(NOW), change);

        assertThat(reason(verifier, token)).as(what).isEqualTo(Reason.FORM);
    }

    @Test
    void needsNoIdWhereTheIssuerHasOneKey() {
        Secret nameless = sign(KEY, JWSAlgorithm.RS256, person(NOW), header -> header.keyID(null));

        assertThat(verifier.idToken(nameless, NONCE).payload()).contains("ada");
        assertThat(reason(verifier(published(KEY, rsa("k-9"))), nameless)).isEqualTo(Reason.KEY);
    }

    @Test
    @Tag("ID1")
    void believesALogoutToken() {
        Secret token =
                sign(KEY, JWSAlgorithm.RS256, logout(NOW), header -> header.type(new JOSEObjectType("logout+jwt")));

        assertThat(verifier.logoutToken(token).payload()).contains("session-1");
    }

    static Stream<Arguments> wrongLogouts() {
        return Stream.of(
                wrong("a foreign issuer", Reason.ISSUER, claims -> claims.issuer("https://evil.example")),
                wrong("an expired one", Reason.EXPIRED, claims -> claims.expirationTime(at(-60))),
                wrong("a nonce", Reason.CLAIM, claims -> claims.claim("nonce", "n-1")),
                wrong("no event", Reason.CLAIM, claims -> claims.claim("events", null)),
                wrong("another event", Reason.CLAIM, claims -> claims.claim("events", Map.of("login", Map.of()))),
                wrong("no id", Reason.CLAIM, claims -> claims.jwtID(null)),
                wrong("nobody", Reason.CLAIM, claims -> claims.subject(null).claim("sid", null)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongLogouts")
    void refusesALogoutTokenWith(String what, Reason reason, UnaryOperator<JWTClaimsSet.Builder> change) {
        Secret token = sign(KEY, JWSAlgorithm.RS256, change.apply(logout(NOW)));

        assertThat(catchThrowableOfType(TokenRefused.class, () -> verifier.logoutToken(token))
                        .reason())
                .as(what)
                .isEqualTo(reason);
    }

    @Test
    void takesAnIdTokenForNoLogout() {
        Secret token = sign(KEY, JWSAlgorithm.RS256, person(NOW));

        assertThat(catchThrowableOfType(TokenRefused.class, () -> verifier.logoutToken(token))
                        .reason())
                .isEqualTo(Reason.CLAIM);
    }

    private TokenVerifier verifier(String keys) {
        return new TokenVerifier(new IssuerKeys(() -> keys, clock), ISSUER, CLIENT, clock);
    }

    private static Reason reason(TokenVerifier verifier, Secret token) {
        return catchThrowableOfType(TokenRefused.class, () -> verifier.idToken(token, NONCE))
                .reason();
    }

    private static Arguments wrong(String what, Reason reason, UnaryOperator<JWTClaimsSet.Builder> change) {
        return Arguments.of(what, reason, change);
    }

    private static Arguments header(String what, UnaryOperator<JWSHeader.Builder> change) {
        return Arguments.of(what, change);
    }

    private static Date at(long seconds) {
        return Date.from(NOW.plusSeconds(seconds));
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
