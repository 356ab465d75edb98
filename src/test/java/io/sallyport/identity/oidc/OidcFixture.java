package io.sallyport.identity.oidc;

import io.sallyport.lang.Secret;
import io.sallyport.net.OutboundRequest.Trust;
import io.sallyport.net.OutboundSettings;
import io.sallyport.net.Outbounds;
import io.sallyport.testkit.HandClock;
import io.sallyport.transport.EventLoops;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.OAuth2Config;
import no.nav.security.mock.oauth2.token.DefaultOAuth2TokenCallback;
import no.nav.security.mock.oauth2.token.OAuth2TokenProvider;

/// A real provider in this process, and a browser that goes there and back.
final class OidcFixture implements AutoCloseable {
    static final URI CALLBACK = URI.create("https://gate.example/oidc/callback");
    static final SignInRules ANYBODY = new SignInRules(List.of(), List.of(), List.of(), List.of(), List.of());

    final HandClock clock = HandClock.at("2026-11-21T12:00:00Z");
    private final EventLoops loops = EventLoops.start(1);
    private final Outbounds outbounds = new Outbounds(loops, OutboundSettings.DEFAULT);
    private final HttpClient browser = HttpClient.newHttpClient();
    private final MockOAuth2Server server;

    OidcFixture() {
        this.server = new MockOAuth2Server(
                new OAuth2Config(false, null, null, false, new OAuth2TokenProvider(clock::instant)));
        server.start(InetAddress.getLoopbackAddress(), 0);
        // The first answer of this server loads half of Kotlin; what is tested starts with the second.
        get(server.wellKnownUrl("main").uri());
        get(server.jwksUrl("main").uri());
    }

    URI issuer() {
        return server.issuerUrl("main").uri();
    }

    /// The next token says this besides, or instead of, what is usual.
    OidcFixture says(Map<String, Object> claims) {
        return says(claims, 300);
    }

    OidcFixture says(Map<String, Object> claims, long seconds) {
        server.enqueueCallback(new DefaultOAuth2TokenCallback("main", "ada", "JWT", null, claims, seconds));
        return this;
    }

    /// A token of the provider with these claims.
    Secret token(Map<String, Object> claims) {
        return Secret.of(server.anyToken(server.issuerUrl("main"), claims).serialize());
    }

    OidcSettings settings() {
        return settings(issuer());
    }

    static OidcSettings settings(URI issuer) {
        return new OidcSettings(
                "Sign in",
                issuer,
                "sallyport",
                Optional.of(Secret.of("client: secret&+%")),
                Optional.empty(),
                OidcSettings.USUAL_SCOPES,
                Optional.empty(),
                OidcSettings.USUAL_ROLES_CLAIM,
                ANYBODY,
                Optional.empty(),
                OidcSettings.USUAL_LIFETIME,
                Trust.VERIFY);
    }

    static OidcSettings redirecting(OidcSettings like, URI redirectUrl) {
        return changed(like, Optional.of(redirectUrl), like.groupsClaim(), like.logoutUrl());
    }

    static OidcSettings leavingTo(OidcSettings like, URI logoutUrl) {
        return changed(like, like.redirectUrl(), like.groupsClaim(), Optional.of(logoutUrl));
    }

    /// Groups and roles come from this claim.
    static OidcSettings claiming(OidcSettings like, String claim) {
        return changed(like, like.redirectUrl(), Optional.of(claim), like.logoutUrl());
    }

    private static OidcSettings changed(
            OidcSettings like, Optional<URI> redirectUrl, Optional<String> claim, Optional<URI> logoutUrl) {
        return new OidcSettings(
                like.label(),
                like.providerUrl(),
                like.clientId(),
                like.clientSecret(),
                redirectUrl,
                like.scopes(),
                claim,
                claim.orElse(like.rolesClaim()),
                like.rules(),
                logoutUrl,
                like.sessionLifetime(),
                like.trust());
    }

    OidcProvider provider() {
        return provider(settings());
    }

    OidcProvider provider(OidcSettings settings) {
        return new OidcProvider(settings, outbounds, new SecureRandom(), clock);
    }

    /// Goes to the provider and comes back with its answer.
    CallbackAnswer visit(URI authorization) {
        Map<String, String> brought = query(
                URI.create(get(authorization).headers().firstValue("location").orElseThrow()));
        return new CallbackAnswer(
                Optional.ofNullable(brought.get("code")),
                Optional.ofNullable(brought.get("state")),
                Optional.ofNullable(brought.get("iss")),
                Optional.ofNullable(brought.get("error")));
    }

    private HttpResponse<Void> get(URI address) {
        try {
            return browser.send(HttpRequest.newBuilder(address).build(), BodyHandlers.discarding());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static Map<String, String> query(URI address) {
        Map<String, String> fields = new HashMap<>();
        for (String field : address.getRawQuery().split("&", -1)) {
            int sign = field.indexOf('=');
            fields.put(field.substring(0, sign), URLDecoder.decode(field.substring(sign + 1), StandardCharsets.UTF_8));
        }
        return fields;
    }

    @Override
    public void close() {
        server.shutdown();
        browser.close();
        outbounds.close();
        loops.close();
    }
}
