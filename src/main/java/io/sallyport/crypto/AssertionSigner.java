package io.sallyport.crypto;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.sallyport.lang.Secret;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Map;

/// Signs what an account says of itself when it asks for a token: a JWT with RS256.
///
/// Threads: safe.
/// Source: RFC 7523, 2.1 and 3.
public final class AssertionSigner {
    /// What token endpoints accept at most.
    private static final Duration LIFETIME = Duration.ofHours(1);

    private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String END = "-----END PRIVATE KEY-----";

    private final PrivateKey key;
    private final String keyId;

    private AssertionSigner(PrivateKey key, String keyId) {
        this.key = key;
        this.keyId = keyId;
    }

    /// Errors: IllegalArgumentException when it is no RSA key in PKCS #8, written as PEM.
    ///
    /// @param keyId by which the endpoint knows the key; empty when it has one only
    public static AssertionSigner of(Secret pem, String keyId) {
        String text = pem.reveal().strip();
        if (!text.startsWith(BEGIN) || !text.endsWith(END)) {
            throw noKey();
        }
        String body = text.substring(BEGIN.length(), text.length() - END.length());
        try {
            byte[] der = Base64.getMimeDecoder().decode(body);
            return new AssertionSigner(
                    KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(der)), keyId);
        } catch (InvalidKeySpecException | IllegalArgumentException e) {
            throw noKey();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has RSA", e);
        }
    }

    private static IllegalArgumentException noKey() {
        return new IllegalArgumentException("its private key is no RSA key in PEM form");
    }

    /// One signed statement, good for an hour.
    ///
    /// @param issuer who says it
    /// @param audience whom it is said to
    /// @param claims what is said besides, as texts
    public String sign(String issuer, String audience, Map<String, String> claims, Instant now) {
        JWTClaimsSet.Builder said = new JWTClaimsSet.Builder();
        claims.forEach(said::claim);
        JWSHeader.Builder head = new JWSHeader.Builder(JWSAlgorithm.RS256);
        SignedJWT token = new SignedJWT(
                (keyId.isEmpty() ? head : head.keyID(keyId)).build(),
                said.issuer(issuer)
                        .audience(audience)
                        .issueTime(Date.from(now))
                        .expirationTime(Date.from(now.plus(LIFETIME)))
                        .build());
        try {
            token.sign(new RSASSASigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException("every Java has RSA with SHA-256", e);
        }
        return token.serialize();
    }
}
