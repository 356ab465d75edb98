package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.json.Json;
import io.sallyport.json.JsonObject;
import io.sallyport.testkit.Certificates;
import io.sallyport.testkit.Certificates.Pem;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.GatewayHarness.Setup;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A gateway that ends TLS itself, with files that somebody renews.
@Timeout(60)
final class OwnCertificateTest {

    @TempDir
    Path folder;

    @Test
    void showsTheRenewedCertificateAfterAReload() throws Exception {
        Pem first = Certificates.pem(folder, "first");
        Pem second = Certificates.pem(folder, "second");
        write(first);

        try (GatewayHarness gateway = setup().start()) {
            String before = shown(gateway.url(), first);
            write(second);
            gateway.reload(setup());
            String after = shown(gateway.url(), second);

            assertThat(gateway.url().getScheme()).isEqualTo("https");
            assertThat(before).isEqualTo("CN=first");
            assertThat(after).isEqualTo("CN=second");
        }
    }

    private Setup setup() {
        JsonObject tls = Json.object()
                .put("certificate_file", folder.resolve("tls.crt").toString())
                .put("key_file", folder.resolve("tls.key").toString());
        return GatewayHarness.with().server("tls", tls);
    }

    private void write(Pem pem) throws IOException {
        Files.writeString(folder.resolve("tls.crt"), pem.certificate());
        Files.writeString(folder.resolve("tls.key"), pem.key());
    }

    /// Who a gateway says it is to a client that trusts one certificate only.
    private static String shown(URI gateway, Pem trusted) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newBuilder()
                .sslContext(Certificates.client(trusted, Optional.empty()))
                .build()) {
            HttpResponse<String> health = client.send(
                    HttpRequest.newBuilder(gateway.resolve("/health")).build(), BodyHandlers.ofString());
            X509Certificate shown =
                    (X509Certificate) health.sslSession().orElseThrow().getPeerCertificates()[0];
            return shown.getSubjectX500Principal().getName();
        }
    }
}
