package io.sallyport.provider.azure;

import io.sallyport.lang.Refusal.UpstreamFailed;
import io.sallyport.lang.RefusedException;
import io.sallyport.lang.Secret;
import io.sallyport.provider.Backend;
import io.sallyport.provider.TokenGrant;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// An application of Microsoft Entra, as one credential: `tenant:client:secret`.
///
/// The option `authority` names where tokens are handed out in clouds of their own.
/// Source: Microsoft identity platform, OAuth 2.0 client credentials flow; Azure OpenAI documentation,
/// authentication.
record EntraAccount(URI endpoint, String client, Secret secret, String scope) implements TokenGrant {
    private static final String USUAL_AUTHORITY = "https://login.microsoftonline.com";
    private static final String SCOPE = "https://cognitiveservices.azure.com/.default";
    private static final String PARTS = "[A-Za-z0-9.-]+:[A-Za-z0-9-]+:.+";
    private static final int UNAVAILABLE = 503;

    /// The account a backend's credential names; empty when it is an API key.
    static Optional<EntraAccount> of(Backend backend) {
        if (!(backend.credential() instanceof Backend.Credential.Own own)
                || !own.key().reveal().matches(PARTS)) {
            return Optional.empty();
        }
        String[] parts = own.key().reveal().split(":", 3);
        URI endpoint = endpoint(backend, parts[0]);
        return Optional.of(new EntraAccount(
                endpoint, parts[1], Secret.of(parts[2]), backend.option("scope").orElse(SCOPE)));
    }

    /// Plain HTTP only on this machine: what is posted there is a password.
    private static URI endpoint(Backend backend, String tenant) {
        String authority = backend.option(Backend.AUTHORITY).orElse(USUAL_AUTHORITY);
        if (!authority.matches("https://[A-Za-z0-9.-]+(:\\d+)?|http://127\\.0\\.0\\.1:\\d+")) {
            throw new RefusedException(new UpstreamFailed(
                    UNAVAILABLE,
                    "provider_credential_missing",
                    "The option 'authority' of the backend '" + backend.name() + "' is no https address of a host."));
        }
        return URI.create(authority + "/" + tenant + "/oauth2/v2.0/token");
    }

    @Override
    public Map<String, String> form(Instant now) {
        return Map.of(
                "grant_type",
                "client_credentials",
                "client_id",
                client,
                "client_secret",
                secret.reveal(),
                "scope",
                scope);
    }
}
