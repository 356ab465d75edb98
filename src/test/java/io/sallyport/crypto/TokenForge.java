package io.sallyport.crypto;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.opts.AllowWeakRSAKey;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.sallyport.lang.Secret;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/// An issuer in memory that signs whatever a test wants.
final class TokenForge {
    static final String ISSUER = "https://login.example.org/realms/main";
    static final String CLIENT = "sallyport";

    private TokenForge() {}

    static RSAKey rsa(String id) {
        return rsa(id, 2048);
    }

    static RSAKey rsa(String id, int bits) {
        try {
            return new RSAKeyGenerator(bits, true).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    static ECKey ec(String id, Curve curve) {
        try {
            return new ECKeyGenerator(curve).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    static String published(JWK... keys) {
        return new JWKSet(List.of(keys)).toString(true);
    }

    /// The claims of a good ID token that is five minutes long.
    static JWTClaimsSet.Builder person(Instant now) {
        return new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience(CLIENT)
                .subject("ada")
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(300)))
                .claim("nonce", "n-1");
    }

    /// The claims of a good logout token.
    static JWTClaimsSet.Builder logout(Instant now) {
        return person(now)
                .claim("nonce", null)
                .jwtID("j-1")
                .claim("sid", "session-1")
                .claim("events", Map.of("http://schemas.openid.net/event/backchannel-logout", Map.of()));
    }

    static Secret sign(JWK key, JWSAlgorithm algorithm, JWTClaimsSet.Builder claims) {
        return sign(key, algorithm, claims, header -> header);
    }

    static Secret sign(
            JWK key, JWSAlgorithm algorithm, JWTClaimsSet.Builder claims, UnaryOperator<JWSHeader.Builder> header) {
        JWSHeader.Builder plain =
                new JWSHeader.Builder(algorithm).type(JOSEObjectType.JWT).keyID(key.getKeyID());
        SignedJWT token = new SignedJWT(header.apply(plain).build(), claims.build());
        try {
            token.sign(
                    key instanceof RSAKey rsa
                            ? new RSASSASigner(rsa.toPrivateKey(), Set.of(AllowWeakRSAKey.getInstance()))
                            : new ECDSASigner(key.toECKey()));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        return Secret.of(token.serialize());
    }
}
