package io.sallyport.acme;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;

/// Keys and certificates as text.
///
/// Source: RFC 7468.
final class Pem {
    static final String ALGORITHM = "EC";
    static final String CERTIFICATE = "CERTIFICATE";
    static final String PRIVATE_KEY = "PRIVATE KEY";
    static final String PUBLIC_KEY = "PUBLIC KEY";

    private static final String CURVE = "secp256r1";
    private static final int LINE = 64;

    private Pem() {}

    static KeyPair freshKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(ALGORITHM);
            generator.initialize(new ECGenParameterSpec(CURVE));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has the curve " + CURVE, e);
        }
    }

    static String write(String kind, byte[] content) {
        String text = Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(content);
        return "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n";
    }

    /// Errors: AcmeFailure when there is none of the kind.
    static byte[] read(String kind, String text) {
        String begin = "-----BEGIN " + kind + "-----";
        int from = text.indexOf(begin);
        int to = text.indexOf("-----END " + kind + "-----");
        if (from < 0 || to < from) {
            throw new AcmeFailure("a text holds no " + kind);
        }
        return Base64.getMimeDecoder()
                .decode(text.substring(from + begin.length(), to).getBytes(StandardCharsets.US_ASCII));
    }
}
