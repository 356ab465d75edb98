package io.sallyport.testkit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.sallyport.json.Json;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;

/// A message to an ACME server whose signature was checked.
///
/// @param payload empty object where there is none
/// Source: RFC 7515, RFC 7638, RFC 8555.
record AcmeMessage(Key key, String nonce, String url, Json payload) {

    /// The public key of an account.
    ///
    /// @param thumbprint of RFC 7638
    record Key(ECPublicKey key, String thumbprint) {

        /// What has to be shown for a token.
        String proof(String token) {
            return token + "." + thumbprint;
        }
    }

    /// @param accounts keys by the address of their account
    static AcmeMessage read(Json jws, Map<String, Key> accounts) throws GeneralSecurityException {
        String protectedText = jws.path("protected").text();
        Json head = Json.parse(new String(decoded(protectedText), UTF_8));
        Key key = head.path("jwk").isPresent()
                ? key(head.path("jwk"))
                : Objects.requireNonNull(accounts.get(head.path("kid").text()), "an account that is known");
        String payload = jws.path("payload").text();
        Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
        signature.initVerify(key.key());
        signature.update((protectedText + "." + payload).getBytes(US_ASCII));
        if (!signature.verify(decoded(jws.path("signature").text()))) {
            throw new SignatureException("the message was signed by somebody else");
        }
        Json content = payload.isEmpty() ? Json.object().toJson() : Json.parse(new String(decoded(payload), UTF_8));
        return new AcmeMessage(key, head.path("nonce").text(), head.path("url").text(), content);
    }

    /// The SHA-256 of a text as base64url.
    static String digest(String text) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static Key key(Json jwk) throws GeneralSecurityException {
        AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
        curve.init(new ECGenParameterSpec("secp256r1"));
        String x = jwk.path("x").text();
        String y = jwk.path("y").text();
        ECPoint point = new ECPoint(new BigInteger(1, decoded(x)), new BigInteger(1, decoded(y)));
        ECPublicKey key = (ECPublicKey) KeyFactory.getInstance("EC")
                .generatePublic(new ECPublicKeySpec(point, curve.getParameterSpec(ECParameterSpec.class)));
        return new Key(key, digest("{\"crv\":\"P-256\",\"kty\":\"EC\",\"x\":\"" + x + "\",\"y\":\"" + y + "\"}"));
    }

    private static byte[] decoded(String text) {
        return Base64.getUrlDecoder().decode(text);
    }
}
