package io.sallyport.acme;

import io.sallyport.lang.Secret;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;

/// What an account at a certificate authority is known by. An account is made by asking for it; whoever has its
/// key has the account.
///
/// @param text its private and its public half as PEM
public record AccountKey(Secret text) {

    public static AccountKey fresh() {
        KeyPair pair = Pem.freshKeys();
        return new AccountKey(
                Secret.of(Pem.write(Pem.PRIVATE_KEY, pair.getPrivate().getEncoded())
                        + Pem.write(Pem.PUBLIC_KEY, pair.getPublic().getEncoded())));
    }

    KeyPair pair() {
        try {
            KeyFactory keys = KeyFactory.getInstance(Pem.ALGORITHM);
            return new KeyPair(
                    keys.generatePublic(new X509EncodedKeySpec(Pem.read(Pem.PUBLIC_KEY, text.reveal()))),
                    keys.generatePrivate(new PKCS8EncodedKeySpec(Pem.read(Pem.PRIVATE_KEY, text.reveal()))));
        } catch (GeneralSecurityException e) {
            throw new AcmeFailure("the key of the account cannot be read", e);
        }
    }
}
