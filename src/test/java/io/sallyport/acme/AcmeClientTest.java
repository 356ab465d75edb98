package io.sallyport.acme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.sallyport.acme.Proofs.Way;
import io.sallyport.lang.Secret;
import io.sallyport.testkit.AcmeServer;
import io.sallyport.testkit.HandClock;
import io.sallyport.web.TlsSettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
final class AcmeClientTest {
    private static final HandClock CLOCK = HandClock.at(Instant.parse("2026-11-22T00:00:00Z"));

    @TempDir
    Path folder;

    private final Map<String, String> shown = new ConcurrentHashMap<>();
    private AcmeServer authority;
    private HttpServer domain;

    @BeforeEach
    void start() throws IOException {
        authority = AcmeServer.start(folder, CLOCK);
        domain = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        domain.createContext("/.well-known/acme-challenge/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            byte[] proof = shown.getOrDefault(path.substring(path.lastIndexOf('/') + 1), "none")
                    .getBytes(StandardCharsets.US_ASCII);
            exchange.sendResponseHeaders(200, proof.length);
            exchange.getResponseBody().write(proof);
            exchange.close();
        });
        domain.start();
        authority.findDomainsAt(domain.getAddress().getPort());
    }

    @AfterEach
    void stop() {
        domain.stop(0);
        authority.close();
    }

    @Test
    void ordersACertificateForDomainsThatItProvesByHttp() throws Exception {
        Issued issued = client().order(AccountKey.fresh(), List.of("ai.example.com", "b.example.com"), byHttp());

        X509Certificate certificate = first(issued.chain());
        assertThat(certificate.getSubjectAlternativeNames())
                .extracting(name -> (Object) name.get(1))
                .containsExactly("ai.example.com", "b.example.com");
        assertThat(Duration.between(issued.notBefore(), issued.notAfter())).isEqualTo(Duration.ofDays(90));
        // That the key belongs to the certificate is looked at here.
        assertThat(new TlsSettings(Secret.of(issued.chain()), issued.key(), Optional.empty(), true).until())
                .isEqualTo(issued.notAfter());
        assertThat(shown).isEmpty();
    }

    @Test
    void ordersACertificateForNamesThatItProvesByDns() throws Exception {
        Issued issued = client().order(AccountKey.fresh(), List.of("*.example.com"), byDns());

        assertThat(first(issued.chain()).getSubjectAlternativeNames())
                .extracting(name -> (Object) name.get(1))
                .containsExactly("*.example.com");
        assertThat(authority.records()).isEmpty();
    }

    @Test
    void keepsOneAccountForAllOrders() {
        AccountKey account = AccountKey.fresh();

        client().order(account, List.of("a.example.com"), byHttp());
        client().order(account, List.of("b.example.com"), byHttp());

        assertThat(authority.orders()).isEqualTo(2);
        assertThat(authority.accounts()).isOne();
    }

    @Test
    void saysWhyADomainWasNotProven() {
        authority.refuse();

        assertThatThrownBy(() -> client().order(AccountKey.fresh(), List.of("ai.example.com"), byHttp()))
                .isInstanceOf(AcmeFailure.class)
                .hasMessageContaining("ai.example.com was not proven")
                .hasMessageContaining("the proof was not found");
        assertThat(shown).isEmpty();
    }

    @Test
    void saysThatAStarIsNotProvenByHttp() {
        assertThatThrownBy(() -> client().order(AccountKey.fresh(), List.of("*.example.com"), byHttp()))
                .isInstanceOf(AcmeFailure.class)
                .hasMessage("the authority does not take http-01 for example.com");
    }

    @Test
    void believesNoDirectoryThatNobodySigned() {
        AcmeClient trusting = new AcmeClient(authority.directory(), Optional.empty(), Optional.empty());

        assertThatThrownBy(() -> trusting.order(AccountKey.fresh(), List.of("ai.example.com"), byHttp()))
                .isInstanceOf(AcmeFailure.class);
        assertThat(authority.orders()).isZero();
    }

    private AcmeClient client() {
        return new AcmeClient(
                authority.directory(),
                Optional.of(Secret.of(authority.directoryAuthority())),
                Optional.of("operator@example.com"));
    }

    private Proofs byHttp() {
        return new Shown(Way.HTTP_01, shown);
    }

    private Proofs byDns() {
        return new Shown(Way.DNS_01, authority.records());
    }

    /// Proofs in a map that the authority finds.
    private record Shown(Way way, Map<String, String> proofs) implements Proofs {
        @Override
        public void show(Proof proof) {
            proofs.put(proof.name(), proof.value());
        }

        @Override
        public void hide(Proof proof) {
            proofs.remove(proof.name());
        }
    }

    private static X509Certificate first(String chain) throws Exception {
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(chain.getBytes(StandardCharsets.US_ASCII)));
    }
}
