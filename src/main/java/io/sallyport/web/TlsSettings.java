package io.sallyport.web;

import io.sallyport.lang.Secret;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/// The certificate a listener shows, and whose certificates it wants to see.
///
/// Errors: IllegalArgumentException for texts that are no certificates and no key, and for a key of another
/// certificate. Keys in older forms than PKCS #8 are taken without that last look.
///
/// @param certificate with its chain, as PEM
/// @param key of the certificate, as PEM without a password
/// @param clientAuthorities every client shows a certificate signed by one of these, as PEM; empty: none has to
/// @param http2 whether clients that can may speak HTTP/2
public record TlsSettings(Secret certificate, Secret key, Optional<Secret> clientAuthorities, boolean http2) {
    private static final String PKCS8 = "-----BEGIN PRIVATE KEY-----";

    public TlsSettings {
        X509Certificate own = first("certificate", certificate);
        clientAuthorities.ifPresent(authorities -> first("client_ca", authorities));
        if (!key.reveal().contains("PRIVATE KEY-----") || key.reveal().contains("ENCRYPTED")) {
            throw new IllegalArgumentException("key must be a private key as PEM, without a password");
        }
        if (key.reveal().contains(PKCS8) && !belongs(key.reveal(), own.getPublicKey())) {
            throw new IllegalArgumentException("key is not the one of the certificate");
        }
    }

    /// When the certificate ends.
    public Instant until() {
        return first("certificate", certificate).getNotAfter().toInstant();
    }

    private static X509Certificate first(String name, Secret pem) {
        byte[] bytes = pem.reveal().getBytes(StandardCharsets.US_ASCII);
        try {
            return CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(bytes))
                    .stream()
                    .findFirst()
                    .map(X509Certificate.class::cast)
                    .orElseThrow(() -> new IllegalArgumentException(name + " holds no certificate"));
        } catch (CertificateException e) {
            throw new IllegalArgumentException(name + " must be certificates as PEM", e);
        }
    }

    /// What one signs, the other has to confirm.
    private static boolean belongs(String pem, PublicKey shown) {
        String algorithm = shown.getAlgorithm();
        try {
            Signature signature = Signature.getInstance(
                    switch (algorithm) {
                        case "RSA" -> "SHA256withRSA";
                        case "EC" -> "SHA256withECDSA";
                        default -> algorithm;
                    });
            signature.initSign(privateKey(pem, algorithm));
            byte[] signed = signature.sign();
            signature.initVerify(shown);
            return signature.verify(signed);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }

    private static PrivateKey privateKey(String pem, String algorithm) throws GeneralSecurityException {
        int from = pem.indexOf(PKCS8) + PKCS8.length();
        int to = pem.indexOf("-----END", from);
        if (to < 0) {
            throw new IllegalArgumentException("the key is cut off");
        }
        String text = pem.substring(from, to);
        return KeyFactory.getInstance(algorithm)
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(text)));
    }
}
