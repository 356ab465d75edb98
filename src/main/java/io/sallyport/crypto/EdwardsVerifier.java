package io.sallyport.crypto;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.jca.JCAContext;
import com.nimbusds.jose.util.Base64URL;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import java.util.Set;

/// Checks Ed25519 signatures with the JDK; the verifier that Nimbus brings would need one more library.
///
/// Source: RFC 8037; RFC 8410 for the prefix.
final class EdwardsVerifier implements JWSVerifier {
    /// What stands before the 32 bytes of a public Ed25519 key in its X.509 form.
    private static final String PREFIX = "302a300506032b6570032100";

    private static final int KEY_BYTES = 32;

    private final PublicKey key;
    private final JCAContext context = new JCAContext();

    EdwardsVerifier(byte[] publicKey) throws JOSEException {
        if (publicKey.length != KEY_BYTES) {
            throw new JOSEException("an Ed25519 key has 32 bytes");
        }
        try {
            byte[] encoded = HexFormat.of().parseHex(PREFIX + HexFormat.of().formatHex(publicKey));
            this.key = KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
        } catch (GeneralSecurityException e) {
            throw new JOSEException("the Ed25519 key is not a valid one", e);
        }
    }

    @Override
    public boolean verify(JWSHeader header, byte[] signed, Base64URL signature) throws JOSEException {
        try {
            Signature check = Signature.getInstance("Ed25519");
            check.initVerify(key);
            check.update(signed);
            return check.verify(signature.decode());
        } catch (SignatureException e) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new JOSEException("every Java platform has Ed25519", e);
        }
    }

    @Override
    public Set<JWSAlgorithm> supportedJWSAlgorithms() {
        return Set.of(JWSAlgorithm.EdDSA, JWSAlgorithm.Ed25519);
    }

    @Override
    public JCAContext getJCAContext() {
        return context;
    }
}
