package io.sallyport.crypto;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.sallyport.crypto.TokenRefused.Reason;
import io.sallyport.lang.Secret;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/// Short-lived access tokens this gateway signs for itself: JWT with HS256 and nothing else.
///
/// Instances that share the secret accept each other's tokens. A token cannot be called back before it expires; it
/// is meant to live for minutes.
/// Source: RFC 7519, RFC 8725, RFC 9068.
public final class SignedTokens {
    /// Least length of the secret in bytes; HS256 is no stronger than its key.
    public static final int SHORTEST_SECRET = 32;

    private static final JOSEObjectType TYPE = new JOSEObjectType("at+jwt");
    private static final int LONGEST = 4096;
    private static final Set<String> OWN_CLAIMS = Set.of("iss", "aud", "sub", "iat", "exp", "jti");

    private final byte[] secret;
    private final String issuer;
    private final String audience;
    private final Duration lifetime;
    private final Clock clock;

    /// Errors: IllegalArgumentException when the secret has less than 32 bytes.
    ///
    /// @param lifetime of a token
    public SignedTokens(Secret secret, String issuer, String audience, Duration lifetime, Clock clock) {
        this.secret = secret.reveal().getBytes(StandardCharsets.UTF_8);
        if (this.secret.length < SHORTEST_SECRET) {
            throw new IllegalArgumentException("the secret of signed tokens must have at least 32 bytes");
        }
        this.issuer = issuer;
        this.audience = audience;
        this.lifetime = lifetime;
        this.clock = clock;
    }

    /// What a believed token says.
    ///
    /// @param id names this one token
    /// @param claims what was signed besides the standard ones
    public record AccessToken(String id, String subject, Map<String, String> claims, Instant expiresAt) {}

    /// Signs a token.
    ///
    /// @param claims short texts, under names that are not those of the standard
    public Secret sign(String subject, Map<String, String> claims) {
        Instant now = clock.instant();
        JWTClaimsSet.Builder said = new JWTClaimsSet.Builder();
        claims.forEach(said::claim);
        // The standard claims come last, so that no claim can take their place.
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256).type(TYPE).build(),
                said.issuer(issuer)
                        .audience(audience)
                        .subject(subject)
                        .issueTime(Date.from(now))
                        .expirationTime(Date.from(now.plus(lifetime)))
                        .jwtID(UUID.randomUUID().toString())
                        .build());
        try {
            token.sign(new MACSigner(secret));
        } catch (JOSEException e) {
            throw new IllegalStateException("every Java platform has HMAC with SHA-256", e);
        }
        return Secret.of(token.serialize());
    }

    /// Reads a token that was signed here and has not expired; no leeway, because signer and reader share their
    /// clocks.
    ///
    /// Errors: TokenRefused.
    public AccessToken read(Secret token) {
        JWTClaimsSet said = verified(token.reveal());
        if (!issuer.equals(said.getIssuer())) {
            throw new TokenRefused(Reason.ISSUER, "the token is of another issuer");
        }
        if (!said.getAudience().equals(List.of(audience))) {
            throw new TokenRefused(Reason.AUDIENCE, "the token is for another audience");
        }
        Date expires = said.getExpirationTime();
        if (expires == null || said.getSubject() == null || said.getJWTID() == null) {
            throw new TokenRefused(Reason.CLAIM, "the token lacks a standard claim");
        }
        if (!clock.instant().isBefore(expires.toInstant())) {
            throw new TokenRefused(Reason.EXPIRED, "the token has expired");
        }
        return new AccessToken(said.getJWTID(), said.getSubject(), others(said), expires.toInstant());
    }

    private JWTClaimsSet verified(String text) {
        if (text.length() > LONGEST) {
            throw new TokenRefused(Reason.FORM, "the token is too long");
        }
        try {
            SignedJWT token = SignedJWT.parse(text);
            if (!JWSAlgorithm.HS256.equals(token.getHeader().getAlgorithm())) {
                throw new TokenRefused(Reason.ALGORITHM, "the token is not signed with HS256");
            }
            if (!TYPE.equals(token.getHeader().getType())) {
                throw new TokenRefused(Reason.FORM, "the token is of another type");
            }
            if (!token.verify(new MACVerifier(secret))) {
                throw new TokenRefused(Reason.SIGNATURE, "the signature of the token does not fit");
            }
            return token.getJWTClaimsSet();
        } catch (ParseException | JOSEException e) {
            throw new TokenRefused(Reason.FORM, "the token is no signed JWT");
        }
    }

    private static Map<String, String> others(JWTClaimsSet said) {
        Map<String, String> others = new LinkedHashMap<>();
        said.getClaims().forEach((name, value) -> {
            if (!OWN_CLAIMS.contains(name) && value instanceof String text) {
                others.put(name, text);
            }
        });
        return Map.copyOf(others);
    }
}
