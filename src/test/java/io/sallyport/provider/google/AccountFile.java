package io.sallyport.provider.google;

import io.sallyport.json.Json;
import io.sallyport.lang.Secret;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;

/// The JSON key of a service account that nobody else knows.
public record AccountFile(KeyPair keys, String type, String endpoint) {
    /// @param endpoint where its tokens are handed out
    public static AccountFile at(String endpoint) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return new AccountFile(generator.generateKeyPair(), "service_account", endpoint);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    AccountFile of(String other) {
        return new AccountFile(keys, other, endpoint);
    }

    public Secret text() {
        String pem = "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(keys.getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
        return Secret.of(Json.object()
                .put("type", type)
                .put("project_id", "acme")
                .put("private_key_id", "key-1")
                .put("private_key", pem)
                .put("client_email", "svc@acme.iam.gserviceaccount.com")
                .put("token_uri", endpoint)
                .toJson()
                .toString());
    }
}
