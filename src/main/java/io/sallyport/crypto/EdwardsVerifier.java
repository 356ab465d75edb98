package io.sallyport.crypto;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.jca.JCAContext;
import com.nimbusds.jose.util.Base64URL;
import java.util.Set;

/// Checks Ed25519 signatures with the JDK; the verifier that Nimbus brings would need one more library.
///
/// Source: RFC 8037.
final class EdwardsVerifier implements JWSVerifier {
    private final VerifyingKey key;
    private final JCAContext context = new JCAContext();

    EdwardsVerifier(byte[] publicKey) throws JOSEException {
        this.key = VerifyingKey.of(publicKey).orElseThrow(() -> new JOSEException("this is no Ed25519 key"));
    }

    @Override
    public boolean verify(JWSHeader header, byte[] signed, Base64URL signature) {
        return key.matches(signed, signature.decode());
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
