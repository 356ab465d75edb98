package io.sallyport.identity.oidc;

import static io.sallyport.identity.oidc.OidcFixture.CALLBACK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sallyport.identity.oidc.SignInRefused.Reason;
import io.sallyport.net.OutboundSettings;
import io.sallyport.net.Outbounds;
import io.sallyport.testkit.HandClock;
import io.sallyport.testkit.Script;
import io.sallyport.testkit.ScriptedUpstream;
import io.sallyport.transport.EventLoops;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A provider that is down, slow, wrong, or not what it says.
@Tag("DD-33")
@Timeout(60)
final class UnreliableProviderTest {

    private final HandClock clock = HandClock.at("2026-11-21T12:00:00Z");
    private final EventLoops loops = EventLoops.start(1);
    private final Outbounds outbounds = new Outbounds(loops, OutboundSettings.DEFAULT);
    private final ScriptedUpstream server = ScriptedUpstream.start();
    private final URI issuer = URI.create("http://127.0.0.1:" + server.port() + "/main");
    private final OidcProvider provider =
            new OidcProvider(OidcFixture.settings(issuer), outbounds, new SecureRandom(), clock);

    @AfterEach
    void close() {
        server.close();
        outbounds.close();
        loops.close();
    }

    @Test
    void startsWithoutTheProviderAndFindsItLater() {
        server.always(Script.json(503, "{}"));
        assertThat(reason()).isEqualTo(Reason.PROVIDER);

        server.always(Script.json(200, metadata("")));
        clock.move(Duration.ofSeconds(5));

        assertThat(provider.start("/", CALLBACK).authorization()).hasPath("/main/authorize");
    }

    @Test
    void leavesAFailingProviderAloneForAWhile() {
        server.always(Script.json(503, "{}"));

        for (int i = 0; i < 10; i++) {
            assertThat(reason()).isEqualTo(Reason.PROVIDER);
        }

        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void goesOnWithWhatItKnowsWhileTheProviderIsDown() {
        server.always(Script.json(200, metadata("")));
        provider.start("/", CALLBACK);
        server.always(Script.json(503, "{}"));
        clock.move(Duration.ofHours(2));

        assertThat(provider.start("/", CALLBACK).authorization()).hasPath("/main/authorize");
        assertThat(server.requests()).hasSize(2);
    }

    @Test
    @Tag("DD-19")
    void waitsNoLongerThanItHasPatience() {
        server.always(Script.begin().hang());

        assertThat(reason()).isEqualTo(Reason.PROVIDER);
    }

    @Test
    @Tag("DD-29")
    void followsNoRedirect() {
        server.always(Script.begin()
                .send("HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n"));

        assertThat(reason()).isEqualTo(Reason.PROVIDER);
        assertThat(server.requests()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<html>",
                "[]",
                "{}",
                "{\"issuer\":\"http://evil.example/main\"}",
                "{\"issuer\":\"ISSUER/\",\"authorization_endpoint\":\"http://a/\",\"token_endpoint\":\"http://a/\","
                        + "\"jwks_uri\":\"http://a/\"}",
                "{\"issuer\":\"ISSUER\",\"authorization_endpoint\":\"javascript:alert(1)\","
                        + "\"token_endpoint\":\"http://a/\",\"jwks_uri\":\"http://a/\"}",
                "{\"issuer\":\"ISSUER\",\"authorization_endpoint\":\"http://a/\",\"token_endpoint\":\"not an address\","
                        + "\"jwks_uri\":\"http://a/\"}",
                "{\"issuer\":\"ISSUER\",\"authorization_endpoint\":\"http://a/\",\"token_endpoint\":\"http://a/\","
                        + "\"jwks_uri\":\"file:///etc/passwd\"}"
            })
    void refusesMetadataThatCannotBeMeant(String document) {
        server.always(Script.json(200, document.replace("ISSUER", issuer.toString())));

        assertThat(reason()).isEqualTo(Reason.PROVIDER);
    }

    @Test
    void needsTheIssuerWhereTheProviderPromisesToNameIt() {
        server.always(Script.json(200, metadata(",\"authorization_response_iss_parameter_supported\":true")));
        StartedSignIn started = provider.start("/", CALLBACK);
        CallbackAnswer nameless = new CallbackAnswer(
                Optional.of("code"),
                Optional.of(started.pending().state().reveal()),
                Optional.empty(),
                Optional.empty());

        assertThat(catchThrowableOfType(SignInRefused.class, () -> provider.finish(nameless, started.pending()))
                        .reason())
                .isEqualTo(Reason.ISSUER);
    }

    @Test
    void showsTheSecretInTheHeaderUnlessOnlyTheFormIsTaken() {
        server.next(Script.json(200, metadata("")), Script.json(400, "{}"));
        exchange(provider);
        server.next(
                Script.json(200, metadata(",\"token_endpoint_auth_methods_supported\":[\"client_secret_post\"]")),
                Script.json(400, "{}"));
        exchange(new OidcProvider(OidcFixture.settings(issuer), outbounds, new SecureRandom(), clock));

        assertThat(server.requests().get(1).header("authorization"))
                .contains("Basic c2FsbHlwb3J0OmNsaWVudCUzQStzZWNyZXQlMjYlMkIlMjU=");
        assertThat(server.requests().get(1).text()).doesNotContain("secret");
        assertThat(server.requests().get(3).header("authorization")).isEmpty();
        assertThat(server.requests().get(3).text()).contains("client_secret=client%3A+secret%26%2B%25");
    }

    private void exchange(OidcProvider with) {
        StartedSignIn started = with.start("/", CALLBACK);
        CallbackAnswer answer = new CallbackAnswer(
                Optional.of("code"),
                Optional.of(started.pending().state().reveal()),
                Optional.empty(),
                Optional.empty());
        assertThat(catchThrowableOfType(SignInRefused.class, () -> with.finish(answer, started.pending()))
                        .reason())
                .isEqualTo(Reason.CODE);
    }

    private Reason reason() {
        return catchThrowableOfType(SignInRefused.class, () -> provider.start("/", CALLBACK))
                .reason();
    }

    private String metadata(String more) {
        return """
                {"issuer":"%1$s","authorization_endpoint":"%1$s/authorize","token_endpoint":"%1$s/token",
                "jwks_uri":"%1$s/keys"%2$s}""".formatted(issuer, more);
    }
}
