package io.sallyport.crypto;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import java.util.Set;

/// Which key may check a signature of which algorithm; whatever is not named here may not.
///
/// The algorithm never decides what a key is: an RSA key checks RS256 and PS256, and no HMAC is on the list.
/// Source: RFC 8725, 3.1 and 3.2.
final class KeyFit {
    private static final Set<JWSAlgorithm> RSA = Set.of(JWSAlgorithm.RS256, JWSAlgorithm.PS256);
    private static final Set<JWSAlgorithm> EDWARDS = Set.of(JWSAlgorithm.EdDSA, JWSAlgorithm.Ed25519);
    private static final int SHORTEST_RSA = 2048;

    private KeyFit() {}

    static boolean isAllowed(JWSAlgorithm algorithm) {
        return RSA.contains(algorithm) || EDWARDS.contains(algorithm) || JWSAlgorithm.ES256.equals(algorithm);
    }

    /// True when the key is the named one, is for signatures, and is of the kind the algorithm needs.
    static boolean fits(JWK key, JWSHeader header) {
        JWSAlgorithm algorithm = header.getAlgorithm();
        return (header.getKeyID() == null || header.getKeyID().equals(key.getKeyID()))
                && (key.getKeyUse() == null || KeyUse.SIGNATURE.equals(key.getKeyUse()))
                && (key.getKeyOperations() == null || key.getKeyOperations().contains(KeyOperation.VERIFY))
                && (key.getAlgorithm() == null || key.getAlgorithm().equals(algorithm))
                && isOfKind(key, algorithm);
    }

    private static boolean isOfKind(JWK key, JWSAlgorithm algorithm) {
        return switch (key) {
            case RSAKey rsa -> RSA.contains(algorithm) && rsa.size() >= SHORTEST_RSA;
            case ECKey ec -> JWSAlgorithm.ES256.equals(algorithm) && Curve.P_256.equals(ec.getCurve());
            case OctetKeyPair pair -> EDWARDS.contains(algorithm) && Curve.Ed25519.equals(pair.getCurve());
            default -> false;
        };
    }

    /// Errors: JOSEException when the key is not a valid one.
    static JWSVerifier verifier(JWK key) throws JOSEException {
        return switch (key) {
            case RSAKey rsa -> new RSASSAVerifier(rsa);
            case ECKey ec -> new ECDSAVerifier(ec);
            case OctetKeyPair pair -> new EdwardsVerifier(pair.getDecodedX());
            default -> throw new JOSEException("no verifier for keys of this kind");
        };
    }
}
