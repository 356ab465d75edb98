package io.sallyport.provider.google;

import io.sallyport.crypto.AssertionSigner;
import io.sallyport.json.Json;
import io.sallyport.json.JsonProblem;
import io.sallyport.lang.Secret;
import io.sallyport.provider.TokenGrant;
import java.net.URI;
import java.time.Instant;
import java.util.Map;

/// A service account of Google Cloud, which asks for tokens with an assertion signed by its own key.
///
/// Source: Google identity documentation, OAuth 2.0 for server to server applications.
///
/// @param email by which the account is known
/// @param project the account belongs to; empty when its file does not say
/// @param keyId by which Google knows the key
/// @param privateKey PEM
public record ServiceAccount(URI endpoint, String email, String project, String keyId, Secret privateKey)
        implements TokenGrant {
    private static final String GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer";
    private static final String SCOPE = "https://www.googleapis.com/auth/cloud-platform";
    private static final String USUAL_ENDPOINT = "https://oauth2.googleapis.com/token";

    /// Reads the file that Google hands out for a key of the account.
    ///
    /// Errors: IllegalArgumentException with what is wrong, without any of its values.
    public static ServiceAccount read(Secret file) {
        try {
            Json account = Json.parse(file.reveal());
            if (!account.get("type").textOr("").equals("service_account")) {
                throw new IllegalArgumentException("is not the key of a service account");
            }
            ServiceAccount read = new ServiceAccount(
                    endpoint(account.get("token_uri").textOr(USUAL_ENDPOINT)),
                    account.get("client_email").text(),
                    account.get("project_id").textOr(""),
                    account.get("private_key_id").textOr(""),
                    Secret.of(account.get("private_key").text()));
            var _ = read.signer();
            return read;
        } catch (JsonProblem e) {
            throw new IllegalArgumentException("is not the JSON key of a service account");
        }
    }

    /// Plain HTTP only on this machine: what is posted there is as good as a password.
    private static URI endpoint(String text) {
        URI url = URI.create(text);
        String host = url.getHost();
        boolean isNear = "127.0.0.1".equals(host) || "localhost".equals(host);
        if (host == null || !("https".equals(url.getScheme()) || ("http".equals(url.getScheme()) && isNear))) {
            throw new IllegalArgumentException("has a token_uri that is no https address");
        }
        return url;
    }

    private AssertionSigner signer() {
        return AssertionSigner.of(privateKey, keyId);
    }

    @Override
    public Map<String, String> form(Instant now) {
        String assertion = signer().sign(email, endpoint.toString(), Map.of("scope", SCOPE), now);
        return Map.of("grant_type", GRANT, "assertion", assertion);
    }
}
