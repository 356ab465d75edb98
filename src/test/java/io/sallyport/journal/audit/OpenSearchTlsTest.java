package io.sallyport.journal.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.sallyport.journal.audit.AuditSettings.Cluster;
import io.sallyport.journal.audit.AuditSettings.Login;
import io.sallyport.journal.audit.AuditSettings.Upkeep;
import io.sallyport.lang.Secret;
import io.sallyport.net.OutboundRequest.Trust;
import io.sallyport.testkit.Certificates;
import io.sallyport.testkit.UpstreamCalls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("CF2")
@Tag("AU6")
final class OpenSearchTlsTest {

    @Test
    void takesAForeignCertificateOnlyWhereTheSwitchSaysSo(@TempDir Path folder) throws IOException {
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        server.setHttpsConfigurator(new HttpsConfigurator(Certificates.selfSigned(folder, "localhost")));
        server.createContext("/", exchange -> {
            String login = exchange.getRequestHeaders().getFirst("authorization");
            byte[] answer = ("{\"login\":\"" + login + "\"}").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        try (UpstreamCalls calls = new UpstreamCalls()) {
            URI url = URI.create("https://localhost:" + server.getAddress().getPort());
            OpenSearch strict = new OpenSearch(calls.outbounds(), cluster(url, Trust.VERIFY));
            OpenSearch trusting = new OpenSearch(calls.outbounds(), cluster(url, Trust.ANY_CERTIFICATE));

            assertThatThrownBy(() -> strict.ask("GET", "/"))
                    .isInstanceOf(Unanswered.class)
                    .hasMessage("shows a certificate that cannot be trusted");
            assertThat(trusting.ask("GET", "/").get("login").text()).isEqualTo("ApiKey abc");
        } finally {
            server.stop(0);
        }
    }

    private static Cluster cluster(URI url, Trust trust) {
        return new Cluster(
                url,
                "trail",
                Optional.of(new Login.ApiKey(Secret.of("abc"))),
                trust,
                UpstreamCalls.LONG,
                Upkeep.THEIRS);
    }
}
