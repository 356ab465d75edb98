package io.sallyport.journey;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.sallyport.crypto.WebhookSigner;
import io.sallyport.json.Json;
import io.sallyport.json.JsonObject;
import io.sallyport.lang.Secret;
import io.sallyport.testkit.AcmeServer;
import io.sallyport.testkit.Certificates;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.HandClock;
import io.sallyport.testkit.Passerby;
import io.sallyport.testkit.Ports;
import io.sallyport.testkit.RawHttp;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Gateways that order their certificate themselves.
@Timeout(120)
final class OrderedCertificateTest {
    private static final Secret HOOK_SECRET = Secret.of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TempDir
    Path folder;

    private AcmeServer authority;

    @BeforeEach
    void start() {
        authority = AcmeServer.start(folder, HandClock.at(Instant.now().minusSeconds(60)));
    }

    @AfterEach
    void stop() {
        authority.close();
    }

    @Test
    @Tag("G11")
    @Tag("H13")
    void proveTheirDomainInTheClearAndShowOneCertificateOnAllInstances() throws Exception {
        int port = Ports.free();
        authority.findDomainsAt(port);

        try (GatewayHarness gateway = setup(acme().put("http_port", port)).start()) {
            HttpResponse<String> health = eventually(gateway);
            try (GatewayHarness beside =
                            setup(acme().put("http_port", Ports.free())).startBeside(gateway);
                    RawHttp plain = RawHttp.to(port)) {
                HttpResponse<String> second = eventually(beside);
                RawHttp.Reply moved =
                        plain.send("GET /login HTTP/1.1\r\nHost: a\r\n\r\n").reply();

                assertThat(health.statusCode()).isEqualTo(200);
                assertThat(second.sslSession().orElseThrow().getPeerCertificates())
                        .isEqualTo(health.sslSession().orElseThrow().getPeerCertificates());
                assertThat(authority.orders()).isOne();
                assertThat(moved.header("location")).contains("https://localhost/login");
            }
        }
    }

    @Test
    void tellHowLongTheirCertificateLasts() throws Exception {
        int port = Ports.free();
        authority.findDomainsAt(port);

        try (GatewayHarness gateway = setup(acme().put("http_port", port)).start();
                HttpClient client = client()) {
            eventually(gateway);
            String status = get(client, gateway, "/admin/api/status");
            try (Passerby passerby = new Passerby(gateway.metricsUrl())) {
                String metrics = passerby.get("/metrics").body();

                assertThat(Json.parse(status).path("components").elements())
                        .filteredOn(part -> part.path("name").text().equals("certificate"))
                        .singleElement()
                        .satisfies(part -> {
                            assertThat(part.path("status").text()).isEqualToIgnoringCase("up");
                            assertThat(part.path("detail").text()).startsWith("until ");
                        });
                assertThat(metrics).containsPattern("sallyport_certificate_not_after_seconds [0-9.E]+");
            }
        }
    }

    @Test
    void proveTheirDomainsByAProgramThatSetsRecords() throws Exception {
        HttpServer hook = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        hook.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            Instant at = Instant.ofEpochSecond(
                    Long.parseLong(exchange.getRequestHeaders().getFirst("webhook-timestamp")));
            String expected = new WebhookSigner(List.of(HOOK_SECRET))
                    .sign(exchange.getRequestHeaders().getFirst("webhook-id"), at, body);
            boolean isOurs = expected.equals(exchange.getRequestHeaders().getFirst("webhook-signature"));
            if (isOurs) {
                set(Json.parse(body));
            }
            exchange.sendResponseHeaders(isOurs ? 204 : 403, -1);
            exchange.close();
        });
        hook.start();
        JsonObject acme = acme().put(
                        "dns_hook", "http://127.0.0.1:" + hook.getAddress().getPort() + "/")
                .put("dns_hook_secret", HOOK_SECRET.reveal());

        try (GatewayHarness gateway = setup(acme).start()) {
            HttpResponse<String> health = eventually(gateway);

            assertThat(health.statusCode()).isEqualTo(200);
            assertThat(authority.records()).isEmpty();
        } finally {
            hook.stop(0);
        }
    }

    private void set(Json said) {
        if (said.path("action").text().equals("present")) {
            authority.records().put(said.path("name").text(), said.path("value").text());
        } else {
            authority.records().remove(said.path("name").text());
        }
    }

    private JsonObject acme() {
        return Json.object()
                .put("domains", Json.array().add("localhost"))
                .put("accept_terms", true)
                .put("directory", authority.directory().toString())
                .put("directory_ca", authority.directoryAuthority())
                .put("http_host", "127.0.0.1");
    }

    private static GatewayHarness.Setup setup(JsonObject acme) {
        return GatewayHarness.with().server("acme", acme);
    }

    private HttpClient client() {
        return HttpClient.newBuilder()
                .sslContext(Certificates.client(authority.authority(), Optional.empty()))
                .build();
    }

    /// The first answer over a certificate that the authority signed.
    private HttpResponse<String> eventually(GatewayHarness gateway) throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try (HttpClient client = client()) {
                return client.send(to(gateway, "/health").build(), BodyHandlers.ofString());
            } catch (SSLHandshakeException e) {
                if (System.nanoTime() > end) {
                    throw e;
                }
                LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
            }
        }
    }

    private static String get(HttpClient client, GatewayHarness gateway, String path)
            throws IOException, InterruptedException {
        HttpRequest request = to(gateway, path)
                .header("authorization", "Bearer " + GatewayHarness.ADMIN_KEY)
                .build();
        return client.send(request, BodyHandlers.ofString()).body();
    }

    /// Under the name in the certificate.
    private static HttpRequest.Builder to(GatewayHarness gateway, String path) {
        return HttpRequest.newBuilder(
                URI.create("https://localhost:" + gateway.url().getPort() + path));
    }
}
