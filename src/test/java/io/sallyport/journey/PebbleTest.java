package io.sallyport.journey;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.sallyport.json.Json;
import io.sallyport.json.JsonArray;
import io.sallyport.json.JsonObject;
import io.sallyport.testkit.Certificates;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.Pebble;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Gateways that order their certificate of Pebble, which answers with errors now and then on purpose.
@Tag("nightly")
@Timeout(180)
final class PebbleTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    Path folder;

    private Pebble pebble;

    @BeforeEach
    void start() {
        pebble = Pebble.start(folder);
    }

    @AfterEach
    void stop() {
        pebble.close();
    }

    @Test
    void proveTheirDomainsOverHttp() throws Exception {
        JsonArray domains = Json.array().add("ai.example.test").add("b.example.test");

        try (GatewayHarness gateway = start(
                acme().put("domains", domains).put("http_host", "127.0.0.1").put("http_port", pebble.proofPort()))) {
            assertThat(names(gateway)).containsExactlyInAnyOrder("ai.example.test", "b.example.test");
        }
    }

    @Test
    void proveNamesWithAStarByDns() throws Exception {
        HttpServer hook = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        hook.createContext("/", exchange -> {
            Json said = Json.parse(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            if (said.path("action").text().equals("present")) {
                pebble.set(said.path("name").text(), said.path("value").text());
            } else {
                pebble.clear(said.path("name").text());
            }
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        hook.start();
        JsonObject acme = acme().put("domains", Json.array().add("*.example.test"))
                .put("dns_hook", "http://127.0.0.1:" + hook.getAddress().getPort() + "/");

        try (GatewayHarness gateway = start(acme)) {
            assertThat(names(gateway)).containsExactly("*.example.test");
        } finally {
            hook.stop(0);
        }
    }

    private JsonObject acme() {
        return Json.object()
                .put("accept_terms", true)
                .put("email", "operator@example.test")
                .put("directory", pebble.directory().toString())
                .put("directory_ca", pebble.directoryAuthority());
    }

    private static GatewayHarness start(JsonObject acme) {
        return GatewayHarness.with().server("acme", acme).start();
    }

    /// The names in the first certificate that Pebble signed.
    private List<String> names(GatewayHarness gateway) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                return names(shown(gateway.url().getPort()));
            } catch (SSLHandshakeException e) {
                if (System.nanoTime() > end) {
                    throw e;
                }
                LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
            }
        }
    }

    private X509Certificate shown(int port) throws IOException {
        try (SSLSocket socket = (SSLSocket) Certificates.client(pebble.authority(), Optional.empty())
                .getSocketFactory()
                .createSocket("127.0.0.1", port)) {
            socket.startHandshake();
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }

    private static List<String> names(X509Certificate certificate) throws Exception {
        return certificate.getSubjectAlternativeNames().stream()
                .map(name -> String.valueOf(name.get(1)))
                .toList();
    }
}
