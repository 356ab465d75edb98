package io.sallyport.crypto;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.sallyport.crypto.TokenRefused.Reason;
import io.sallyport.lang.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Decides whether tokens of one OpenID provider are believed: ID tokens and logout tokens.
///
/// The algorithm must be RS256, PS256, ES256 or EdDSA, and the key one that the provider publishes; what a token
/// says about keys (`jku`, `jwk`, `x5u`) makes it refused.
/// Source: OpenID Connect Core 3.1.3.7; Back-Channel Logout 2.6; RFC 8725.
public final class TokenVerifier {
    private static final String LOGOUT_EVENT = "http://schemas.openid.net/event/backchannel-logout";
    private static final JOSEObjectType LOGOUT_TYPE = new JOSEObjectType("logout+jwt");
    private static final Duration LEEWAY = Duration.ofSeconds(60);
    private static final int LONGEST = 64 * 1024;
    private static final int LONGEST_SUBJECT = 255;

    private final IssuerKeys keys;
    private final String issuer;
    private final String audience;
    private final Clock clock;

    /// @param issuer exactly as the tokens name it
    /// @param audience our client id
    public TokenVerifier(IssuerKeys keys, String issuer, String audience, Clock clock) {
        this.keys = keys;
        this.issuer = issuer;
        this.audience = audience;
        this.clock = clock;
    }

    /// A token that is believed.
    ///
    /// @param payload its claims, a JSON object
    /// @param expiresAt after this, leeway included, the same token is refused
    public record Believed(String payload, Instant expiresAt) {}

    /// Checks an ID token.
    ///
    /// Errors: TokenRefused; what the source of the keys throws.
    ///
    /// @param nonce that the sign-in sent
    public Believed idToken(Secret token, Secret nonce) {
        SignedJWT signed = parsed(token.reveal());
        JOSEObjectType type = signed.getHeader().getType();
        if (type != null && !JOSEObjectType.JWT.equals(type)) {
            throw new TokenRefused(Reason.FORM, "the token is of another type");
        }
        JWTClaimsSet claims = checked(signed);
        String subject = claims.getSubject();
        if (subject == null || !isPlain(subject)) {
            throw new TokenRefused(Reason.CLAIM, "the token names no subject");
        }
        if (!(claims.getClaim("nonce") instanceof String said) || !isSame(said, nonce.reveal())) {
            throw new TokenRefused(Reason.CLAIM, "the token is of another sign-in");
        }
        return believed(signed, claims);
    }

    /// Checks a logout token of the back channel; whether it comes for the first time is the caller's to know.
    ///
    /// Errors: TokenRefused; what the source of the keys throws.
    public Believed logoutToken(Secret token) {
        SignedJWT signed = parsed(token.reveal());
        JOSEObjectType type = signed.getHeader().getType();
        if (type != null && !JOSEObjectType.JWT.equals(type) && !LOGOUT_TYPE.equals(type)) {
            throw new TokenRefused(Reason.FORM, "the token is of another type");
        }
        JWTClaimsSet claims = checked(signed);
        boolean isLogout =
                claims.getClaim("events") instanceof Map<?, ?> events && events.get(LOGOUT_EVENT) instanceof Map<?, ?>;
        if (!isLogout || claims.getClaim("nonce") != null) {
            throw new TokenRefused(Reason.CLAIM, "the token is no logout token");
        }
        if (claims.getJWTID() == null || claims.getJWTID().isBlank()) {
            throw new TokenRefused(Reason.CLAIM, "the logout token has no id");
        }
        if (claims.getSubject() == null && !(claims.getClaim("sid") instanceof String)) {
            throw new TokenRefused(Reason.CLAIM, "the logout token names neither subject nor session");
        }
        return believed(signed, claims);
    }

    private static SignedJWT parsed(String text) {
        if (text.length() > LONGEST) {
            throw new TokenRefused(Reason.FORM, "the token is too long");
        }
        try {
            return SignedJWT.parse(text);
        } catch (ParseException e) {
            throw new TokenRefused(Reason.FORM, "the token is no signed JWT");
        }
    }

    private JWTClaimsSet checked(SignedJWT token) {
        checkSignature(token);
        JWTClaimsSet claims;
        try {
            claims = token.getJWTClaimsSet();
        } catch (ParseException e) {
            throw new TokenRefused(Reason.CLAIM, "a claim of the token is of another kind");
        }
        if (!issuer.equals(claims.getIssuer())) {
            throw new TokenRefused(Reason.ISSUER, "the token is of another issuer");
        }
        checkAudience(claims);
        checkTimes(claims);
        return claims;
    }

    private void checkSignature(SignedJWT token) {
        JWSHeader header = token.getHeader();
        if (!KeyFit.isAllowed(header.getAlgorithm())) {
            throw new TokenRefused(Reason.ALGORITHM, "the algorithm of the token is not allowed");
        }
        if (header.getCriticalParams() != null
                || header.getJWKURL() != null
                || header.getJWK() != null
                || header.getX509CertURL() != null) {
            throw new TokenRefused(Reason.FORM, "the token wants to say how it is to be checked");
        }
        List<JWK> fitting = keys.fitting(key -> KeyFit.fits(key, header));
        if (fitting.size() != 1) {
            throw new TokenRefused(
                    Reason.KEY,
                    fitting.isEmpty() ? "the key of the token is unknown" : "the token names no single key");
        }
        try {
            if (token.verify(KeyFit.verifier(fitting.getFirst()))) {
                return;
            }
        } catch (JOSEException e) {
            throw new TokenRefused(Reason.KEY, "the key of the token cannot be used");
        }
        throw new TokenRefused(Reason.SIGNATURE, "the signature of the token does not fit");
    }

    private void checkAudience(JWTClaimsSet claims) {
        List<String> audiences = claims.getAudience();
        Object party = claims.getClaim("azp");
        if (!audiences.contains(audience)
                || (audiences.size() > 1 && party == null)
                || (party != null && !audience.equals(party))) {
            throw new TokenRefused(Reason.AUDIENCE, "the token is for another client");
        }
    }

    private void checkTimes(JWTClaimsSet claims) {
        Instant now = clock.instant();
        if (!now.isBefore(time(claims.getExpirationTime()).plus(LEEWAY))) {
            throw new TokenRefused(Reason.EXPIRED, "the token has expired");
        }
        Instant latestStart = now.plus(LEEWAY);
        Date notBefore = claims.getNotBeforeTime();
        if (time(claims.getIssueTime()).isAfter(latestStart)
                || (notBefore != null && notBefore.toInstant().isAfter(latestStart))) {
            throw new TokenRefused(Reason.TOO_EARLY, "the token is not valid yet");
        }
    }

    private static Instant time(@Nullable Date date) {
        if (date == null) {
            throw new TokenRefused(Reason.CLAIM, "the token does not say when it is valid");
        }
        return date.toInstant();
    }

    private static Believed believed(SignedJWT token, JWTClaimsSet claims) {
        return new Believed(
                token.getPayload().toString(), time(claims.getExpirationTime()).plus(LEEWAY));
    }

    private static boolean isPlain(String subject) {
        return !subject.isBlank()
                && subject.length() <= LONGEST_SUBJECT
                && subject.chars().noneMatch(Character::isISOControl);
    }

    private static boolean isSame(String said, String expected) {
        return MessageDigest.isEqual(said.getBytes(StandardCharsets.UTF_8), expected.getBytes(StandardCharsets.UTF_8));
    }
}
