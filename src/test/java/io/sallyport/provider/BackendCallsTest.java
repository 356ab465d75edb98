package io.sallyport.provider;

import static io.sallyport.testkit.TestServer.route;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.lang.Bytes;
import io.sallyport.lang.Header;
import io.sallyport.lang.Refusal.UpstreamFailed;
import io.sallyport.lang.RefusedException;
import io.sallyport.net.OutboundRequest;
import io.sallyport.net.OutboundResponse;
import io.sallyport.testkit.HandClock;
import io.sallyport.testkit.SomeBackend;
import io.sallyport.testkit.TestServer;
import io.sallyport.web.WebReply;
import io.sallyport.web.WebRequest;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("PR14")
class BackendCallsTest {
    private final HandClock clock = HandClock.at("2026-11-21T12:00:00Z");
    private final AtomicInteger handedOut = new AtomicInteger();
    private final ConcurrentLinkedQueue<String> shown = new ConcurrentLinkedQueue<>();
    private volatile int status = 200;
    private volatile String failure = "{}";
    private final TestServer server =
            TestServer.with(route("POST", "/token", this::token), route("GET", "/models", this::models));
    private final BackendCalls calls = new BackendCalls(server.loops(), server.outbounds(), clock);

    private void token(WebRequest request, WebReply reply) {
        String body = status == 200
                ? "{\"access_token\":\"t-" + handedOut.incrementAndGet() + "\",\"expires_in\":3600}"
                : failure;
        reply.status(status).header("content-type", "application/json").send(Bytes.of(body));
    }

    private void models(WebRequest request, WebReply reply) {
        shown.add(request.header("authorization").orElse(""));
        reply.status(200).send(Bytes.of("{}"));
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void showsATokenUntilItIsNearItsEnd() {
        call().join();
        clock.move(Duration.ofMinutes(54));
        call().join();

        assertThat(shown).containsExactly("Bearer t-1", "Bearer t-1");
    }

    @Test
    void asksForOneTokenHoweverManyCallsWaitForIt() {
        List<CompletableFuture<OutboundResponse>> all =
                Stream.generate(this::call).limit(20).toList();
        all.forEach(CompletableFuture::join);

        assertThat(handedOut).hasValue(1);
        assertThat(shown).hasSize(20).containsOnly("Bearer t-1");
    }

    @Test
    void asksAnewWhenTheTokenHasEnded() {
        call().join();
        clock.move(Duration.ofHours(1));
        call().join();

        assertThat(shown).containsExactly("Bearer t-1", "Bearer t-2");
    }

    @Test
    void keepsATokenThatStillHoldsWhileAnotherCannotBeHad() {
        call().join();
        status = 500;
        clock.move(Duration.ofMinutes(56));
        call().join();

        assertThat(shown).containsExactly("Bearer t-1", "Bearer t-1");
    }

    @Test
    void namesTheBackendWhoseAccountGetsNoToken() {
        status = 400;
        failure = "{\"error\":\"invalid_grant\",\"error_description\":\"secret words\"}";

        assertThatThrownBy(() -> call().join())
                .cause()
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.refusal())
                                .isEqualTo(new UpstreamFailed(
                                        503,
                                        "provider_token_failed",
                                        "The account of the backend 'cloud' has no token:"
                                                + " its token endpoint answered with status 400 (invalid_grant).")));
    }

    private CompletableFuture<OutboundResponse> call() {
        Backend backend = SomeBackend.named("cloud")
                .at("http://127.0.0.1:" + server.port())
                .patient(Duration.ofSeconds(20))
                .make();
        TokenGrant grant = new Grant(URI.create(backend.baseUrl() + "/token"));
        return calls.send(backend, Optional.of(grant), BackendCallsTest::request);
    }

    private static OutboundRequest request(Backend backend) {
        String token = Credentials.of(backend).orElseThrow().reveal();
        return backend.request(
                "GET",
                URI.create(backend.baseUrl() + "/models"),
                List.of(new Header("authorization", "Bearer " + token)),
                List.of());
    }

    private record Grant(URI endpoint) implements TokenGrant {
        @Override
        public Map<String, String> form(Instant now) {
            return Map.of("grant_type", "client_credentials");
        }
    }
}
