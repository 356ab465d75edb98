package io.sallyport.identity.oidc;

import io.sallyport.identity.oidc.SignInRefused.Reason;
import io.sallyport.json.Json;
import io.sallyport.json.JsonProblem;
import java.net.URI;
import java.util.Optional;

/// What a provider publishes about itself.
///
/// @param secretInBody the client secret is taken in the form only, not in the header
/// @param namesIssuer every answer of the authorization endpoint names its issuer
/// Source: OpenID Connect Discovery 1.0, 3; RFC 9207, 3.
record ProviderMetadata(
        URI authorizationEndpoint,
        URI tokenEndpoint,
        URI keys,
        Optional<URI> userinfoEndpoint,
        Optional<URI> endSessionEndpoint,
        boolean secretInBody,
        boolean namesIssuer) {

    /// Errors: SignInRefused PROVIDER when the document is of another issuer, lacks an endpoint, or leaves TLS.
    ///
    /// @param issuer as the settings name it
    static ProviderMetadata read(Json document, URI issuer) {
        try {
            if (!document.get("issuer").text().equals(issuer.toString())) {
                throw new SignInRefused(
                        Reason.PROVIDER, "the provider calls itself otherwise than oidc.provider_url does");
            }
            return new ProviderMetadata(
                    address(document, "authorization_endpoint", issuer),
                    address(document, "token_endpoint", issuer),
                    address(document, "jwks_uri", issuer),
                    optional(document, "userinfo_endpoint", issuer),
                    optional(document, "end_session_endpoint", issuer),
                    takesSecretInBodyOnly(document.get("token_endpoint_auth_methods_supported")),
                    document.get("authorization_response_iss_parameter_supported")
                            .boolOr(false));
        } catch (JsonProblem e) {
            throw new SignInRefused(Reason.PROVIDER, "the provider's discovery document is wrong: " + e.getMessage());
        }
    }

    /// An endpoint of the provider; where the issuer has TLS the endpoints have it too.
    private static URI address(Json document, String name, URI issuer) {
        Json said = document.get(name);
        try {
            URI address = URI.create(said.text());
            boolean isSafe = "https".equals(address.getScheme())
                    || ("http".equals(address.getScheme()) && "http".equals(issuer.getScheme()));
            if (isSafe && address.getHost() != null && address.getUserInfo() == null && address.getFragment() == null) {
                return address;
            }
        } catch (IllegalArgumentException e) {
            throw said.problem("is not an address");
        }
        throw said.problem("is not a safe address");
    }

    private static Optional<URI> optional(Json document, String name, URI issuer) {
        return document.get(name).isPresent() ? Optional.of(address(document, name, issuer)) : Optional.empty();
    }

    /// A provider that says nothing takes the header.
    private static boolean takesSecretInBodyOnly(Json methods) {
        return methods.isArray()
                && methods.elements().contains(Json.of("client_secret_post"))
                && !methods.elements().contains(Json.of("client_secret_basic"));
    }
}
