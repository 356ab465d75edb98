package io.sallyport.provider.google;

import io.sallyport.lang.Header;
import io.sallyport.lang.Refusal.UpstreamFailed;
import io.sallyport.lang.Secret;
import io.sallyport.net.OutboundRequest;
import io.sallyport.provider.Backend;
import io.sallyport.provider.Backend.Credential;
import io.sallyport.provider.Credentials;
import io.sallyport.provider.TokenGrant;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/// Where Vertex AI is, and how its callers prove who they are.
///
/// The options of a backend say `location` (usually `global`) and `project` (usually the one of the account).
/// Its key is the JSON key of a service account, or an access token that somebody else keeps fresh.
/// Threads: safe.
/// Source: Vertex AI documentation, locations and publisher models.
final class Vertex {
    static final URI USUAL = URI.create("https://aiplatform.googleapis.com");

    private static final String GLOBAL = "global";
    private static final Pattern WORD = Pattern.compile("[a-z0-9][a-z0-9.:-]{0,100}");
    private static final int UNAVAILABLE = 503;

    /// Keys change rarely; beyond this the memory starts anew.
    private static final int MOST_ACCOUNTS = 1_000;

    private final Map<Secret, ServiceAccount> accounts = new ConcurrentHashMap<>();

    /// Errors: UpstreamFailed 503 when the key looks like an account's and is none.
    Optional<TokenGrant> grant(Backend backend) {
        boolean isAccount = backend.credential() instanceof Credential.Own(Secret key)
                && key.reveal().stripLeading().startsWith("{");
        return isAccount ? Credentials.of(backend).map(key -> account(backend, key)) : Optional.empty();
    }

    private ServiceAccount account(Backend backend, Secret key) {
        ServiceAccount known = accounts.get(key);
        if (known != null) {
            return known;
        }
        try {
            ServiceAccount read = ServiceAccount.read(key);
            if (accounts.size() > MOST_ACCOUNTS) {
                accounts.clear();
            }
            accounts.put(key, read);
            return read;
        } catch (IllegalArgumentException e) {
            throw refused(backend, "its api_key " + e.getMessage());
        }
    }

    /// What stands before `google/models/`.
    ///
    /// Errors: UpstreamFailed 503 when nobody says the project, or says it in unusual signs.
    String publishers(Backend backend) {
        String location = backend.option("location").orElse(GLOBAL);
        String project = backend.option("project").orElse(ownProject(backend));
        if (!WORD.matcher(location).matches() || !WORD.matcher(project).matches()) {
            throw refused(backend, "its options must name a project and may name a location");
        }
        boolean isRegional = backend.baseUrl().equals(USUAL) && !location.equals(GLOBAL);
        String base = isRegional
                ? "https://" + location + "-aiplatform.googleapis.com"
                : backend.baseUrl().toString();
        return base + "/v1/projects/" + project + "/locations/" + location + "/publishers/";
    }

    private static String ownProject(Backend backend) {
        return backend.credential() instanceof Credential.Token token && token.grant() instanceof ServiceAccount account
                ? account.project()
                : "";
    }

    /// The models of a publisher.
    OutboundRequest listing(Backend backend, String publisher) {
        URI models = URI.create(backend.baseUrl() + "/v1beta1/publishers/" + publisher + "/models?pageSize=100");
        return backend.request("GET", models, proven(backend, List.of()), List.of());
    }

    static List<Header> proven(Backend backend, List<Header> lines) {
        List<Header> headers = new ArrayList<>(lines);
        Credentials.of(backend)
                .ifPresent(token -> headers.add(new Header("authorization", "Bearer " + token.reveal())));
        return headers;
    }

    private static RuntimeException refused(Backend backend, String why) {
        return new UpstreamFailed(
                        UNAVAILABLE,
                        "provider_credential_missing",
                        "The backend '" + backend.name() + "' cannot be called: " + why + ".")
                .asException();
    }
}
