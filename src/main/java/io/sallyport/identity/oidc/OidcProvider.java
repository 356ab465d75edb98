package io.sallyport.identity.oidc;

import io.sallyport.crypto.IssuerKeys;
import io.sallyport.crypto.OpaqueToken;
import io.sallyport.crypto.TokenRefused;
import io.sallyport.crypto.TokenVerifier;
import io.sallyport.crypto.TokenVerifier.Believed;
import io.sallyport.identity.oidc.SignInRefused.Reason;
import io.sallyport.json.Json;
import io.sallyport.json.JsonProblem;
import io.sallyport.lang.Header;
import io.sallyport.lang.Secret;
import io.sallyport.net.Outbound;
import io.sallyport.net.OutboundRequest.Trust;
import io.sallyport.web.LocalPath;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The OpenID provider of this installation: sends people there and understands who comes back.
///
/// Authorization code flow with PKCE S256, state, nonce and the issuer check. Nothing is asked of the provider
/// before somebody signs in, so the gateway starts without it.
/// Errors: SignInRefused.
/// Threads: blocks while the provider is asked; not for event loops.
/// Source: OpenID Connect Core 1.0; RFC 7636, 9207, 9700.
public final class OidcProvider {
    private static final Logger LOG = LoggerFactory.getLogger(OidcProvider.class);
    private static final Duration LONGEST_SIGN_IN = Duration.ofMinutes(10);

    private final OidcSettings settings;
    private final ProviderRequests requests;
    private final Discovery discovery;
    private final TokenVerifier tokens;
    private final SecureRandom random;
    private final Clock clock;

    public OidcProvider(OidcSettings settings, Outbound outbound, SecureRandom random, Clock clock) {
        this.settings = settings;
        this.requests = new ProviderRequests(outbound, settings.trust());
        this.discovery = new Discovery(this::discover, clock);
        IssuerKeys keys =
                new IssuerKeys(() -> requests.text(discovery.metadata().keys()), clock);
        this.tokens = new TokenVerifier(keys, settings.providerUrl().toString(), settings.clientId(), clock);
        this.random = random;
        this.clock = clock;
        if (settings.trust() == Trust.ANY_CERTIFICATE) {
            LOG.warn("oidc tls_verified=false danger=whoever-is-on-the-way-can-sign-in-as-anybody");
        }
    }

    /// Starts a sign-in.
    ///
    /// @param next where the person wants to go; anything but a path of ours becomes the start page
    /// @param callback our callback as this browser reaches it; a configured one goes first
    public StartedSignIn start(String next, URI callback) {
        PendingSignIn pending = new PendingSignIn(
                OpaqueToken.generate(random),
                OpaqueToken.generate(random),
                OpaqueToken.generate(random),
                LocalPath.safe(next),
                settings.redirectUrl().orElse(callback),
                clock.instant());
        Map<String, String> asked = new LinkedHashMap<>();
        asked.put("response_type", "code");
        asked.put("client_id", settings.clientId());
        asked.put("redirect_uri", pending.callback().toString());
        asked.put("scope", String.join(" ", settings.scopes()));
        asked.put("state", pending.state().reveal());
        asked.put("nonce", pending.nonce().reveal());
        // The hash of an opaque token is what PKCE calls the S256 challenge of a verifier.
        asked.put("code_challenge", OpaqueToken.hash(pending.verifier()));
        asked.put("code_challenge_method", "S256");
        return new StartedSignIn(with(discovery.metadata().authorizationEndpoint(), asked), pending);
    }

    /// Ends a sign-in: checks the answer, exchanges the code and reads the token.
    ///
    /// @param stored what the browser's cookie leads to, already removed so that it cannot be used again
    public OidcPerson finish(CallbackAnswer answer, PendingSignIn stored) {
        check(answer, stored);
        ProviderMetadata metadata = discovery.metadata();
        Json granted =
                requests.form(metadata.tokenEndpoint(), exchange(answer, stored, metadata), credentials(metadata));
        Secret idToken = secret(granted, "id_token");
        Json token = believed(() -> tokens.idToken(idToken, stored.nonce()));
        PersonClaims claims = new PersonClaims(settings, token, Json.object().toJson());
        if (claims.isIncomplete() && metadata.userinfoEndpoint().isPresent()) {
            Json userinfo = requests.withToken(metadata.userinfoEndpoint().get(), secret(granted, "access_token"));
            if (!userinfo.get("sub").equals(token.get("sub"))) {
                throw new SignInRefused(Reason.TOKEN, "userinfo speaks of somebody else");
            }
            claims = new PersonClaims(settings, token, userinfo);
        }
        return claims.person(idToken);
    }

    /// How long the provider takes to describe itself now.
    ///
    /// Errors: SignInRefused PROVIDER when it does not.
    public Duration roundTrip() {
        long start = System.nanoTime();
        discovery.refresh();
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /// Where the browser goes after it was signed out here; empty when there is no such place, or it is not known
    /// now.
    ///
    /// @param idToken of the sign-in, when it is still at hand
    /// @param afterwards where the provider sends the browser in the end
    public Optional<URI> logout(Optional<Secret> idToken, URI afterwards) {
        if (settings.logoutUrl().isPresent()) {
            return settings.logoutUrl();
        }
        Map<String, String> asked = new LinkedHashMap<>();
        asked.put("client_id", settings.clientId());
        asked.put("post_logout_redirect_uri", afterwards.toString());
        idToken.ifPresent(hint -> asked.put("id_token_hint", hint.reveal()));
        try {
            return discovery.metadata().endSessionEndpoint().map(endpoint -> with(endpoint, asked));
        } catch (SignInRefused e) {
            return Optional.empty();
        }
    }

    /// Reads a logout token that the provider sent by the back channel.
    ///
    /// Errors: SignInRefused TOKEN, also when the token came before.
    public LogoutOrder logoutOrder(Secret logoutToken, SeenTokens seen) {
        Believed believed = trusted(() -> tokens.logoutToken(logoutToken));
        Json claims = claims(believed);
        String issuer = settings.providerUrl().toString();
        if (!seen.isFirst(issuer, claims.get("jti").text(), believed.expiresAt())) {
            throw new SignInRefused(Reason.TOKEN, "the logout token came before");
        }
        return new LogoutOrder(issuer, word(claims, "sub"), word(claims, "sid"));
    }

    private ProviderMetadata discover() {
        String issuer = settings.providerUrl().toString();
        String base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
        Json document = requests.document(URI.create(base + "/.well-known/openid-configuration"));
        return ProviderMetadata.read(document, settings.providerUrl());
    }

    private void check(CallbackAnswer answer, PendingSignIn stored) {
        if (!answer.state().map(Secret::of).equals(Optional.of(stored.state()))) {
            throw new SignInRefused(Reason.STATE, "the answer belongs to another sign-in");
        }
        if (clock.instant().isAfter(stored.startedAt().plus(LONGEST_SIGN_IN))) {
            throw new SignInRefused(Reason.EXPIRED, "the sign-in took more than ten minutes");
        }
        boolean sameIssuer = answer.issuer()
                .map(settings.providerUrl().toString()::equals)
                .orElseGet(() -> !discovery.metadata().namesIssuer());
        if (!sameIssuer) {
            throw new SignInRefused(Reason.ISSUER, "the answer comes from another provider");
        }
        if (answer.error().isPresent() || answer.code().isEmpty()) {
            throw new SignInRefused(Reason.DECLINED, "the provider gave no code");
        }
    }

    private Map<String, String> exchange(CallbackAnswer answer, PendingSignIn stored, ProviderMetadata metadata) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("grant_type", "authorization_code");
        fields.put("code", answer.code().orElseThrow());
        fields.put("redirect_uri", stored.callback().toString());
        fields.put("code_verifier", stored.verifier().reveal());
        if (settings.clientSecret().isEmpty() || metadata.secretInBody()) {
            fields.put("client_id", settings.clientId());
            settings.clientSecret().ifPresent(secret -> fields.put("client_secret", secret.reveal()));
        }
        return fields;
    }

    private List<Header> credentials(ProviderMetadata metadata) {
        return settings.clientSecret()
                .filter(_ -> !metadata.secretInBody())
                .map(secret -> List.of(ProviderRequests.basic(settings.clientId(), secret)))
                .orElse(List.of());
    }

    private static Json believed(Supplier<Believed> verdict) {
        return claims(trusted(verdict));
    }

    private static Believed trusted(Supplier<Believed> verdict) {
        try {
            return verdict.get();
        } catch (TokenRefused e) {
            throw new SignInRefused(Reason.TOKEN, "the token is not believed: " + e.getMessage(), e);
        }
    }

    /// What two readers could read in two ways is not believed by the second either.
    private static Json claims(Believed believed) {
        try {
            return Json.parse(believed.payload());
        } catch (JsonProblem e) {
            throw new SignInRefused(Reason.TOKEN, "the token's claims are not clean JSON", e);
        }
    }

    private static Secret secret(Json granted, String name) {
        Json said = granted.get(name);
        if (!said.isText()) {
            throw new SignInRefused(Reason.CODE, "the provider's answer has no " + name);
        }
        return Secret.of(said.text());
    }

    private static Optional<String> word(Json claims, String name) {
        Json said = claims.get(name);
        return said.isText() ? Optional.of(said.text()) : Optional.empty();
    }

    private static URI with(URI endpoint, Map<String, String> fields) {
        String sign = endpoint.getRawQuery() == null ? "?" : "&";
        return URI.create(endpoint + sign + ProviderRequests.encoded(fields));
    }
}
