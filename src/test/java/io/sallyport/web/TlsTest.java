package io.sallyport.web;

import static io.sallyport.testkit.TestServer.route;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.lang.Bytes;
import io.sallyport.lang.Secret;
import io.sallyport.testkit.Await;
import io.sallyport.testkit.Certificates;
import io.sallyport.testkit.Certificates.Pem;
import io.sallyport.testkit.TestServer;
import io.sallyport.transport.ByteSink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Listeners that speak TLS.
@Timeout(60)
final class TlsTest {

    private static final int STREAMS = 100;
    private static final Route HELLO = route("GET", "/", (request, reply) -> reply.send(Bytes.of("hello")));

    @TempDir
    Path folder;

    @Test
    void answersAndSaysThatNothingFollows() {
        Pem own = Certificates.pem(folder, "own");

        try (TestServer server = TestServer.secured(tls(own), HELLO)) {
            Talk talk = talk(server, Certificates.client(own, Optional.empty()));

            assertThat(talk.answer()).startsWith("HTTP/1.1 200").endsWith("hello");
            assertThat(talk.protocol()).isEqualTo("TLSv1.3");
        }
    }

    @Test
    void showsANewCertificateToTheNextConnection() {
        Pem first = Certificates.pem(folder, "first");
        Pem second = Certificates.pem(folder, "second");

        try (TestServer server = TestServer.secured(tls(first), HELLO)) {
            String before =
                    talk(server, Certificates.client(first, Optional.empty())).shown();
            server.server().renew(tls(second));
            String after =
                    talk(server, Certificates.client(second, Optional.empty())).shown();

            assertThat(before).isEqualTo("CN=first");
            assertThat(after).isEqualTo("CN=second");
        }
    }

    @Test
    @Tag("C11")
    @Tag("STREAM")
    void finishesStreamsThatBeganUnderTheOldCertificate() throws IOException {
        Pem first = Certificates.pem(folder, "first");
        Pem second = Certificates.pem(folder, "second");
        Queue<Runnable> endings = new ConcurrentLinkedQueue<>();
        Route held = route(
                "GET",
                "/held",
                (request, reply) -> reply.onLoop(() -> {
                    ByteSink stream = reply.stream();
                    stream.write(Bytes.of("begun "));
                    endings.add(() -> reply.onLoop(() -> {
                        stream.write(Bytes.of("ended"));
                        stream.end();
                    }));
                }));
        List<SSLSocket> running = new ArrayList<>();

        try (TestServer server = TestServer.secured(tls(first), HELLO, held)) {
            for (int i = 0; i < STREAMS; i++) {
                running.add(ask(server, Certificates.client(first, Optional.empty()), "/held"));
            }
            Await.until(() -> endings.size() == STREAMS);
            server.server().renew(tls(second));
            Talk after = talk(server, Certificates.client(second, Optional.empty()));
            endings.forEach(Runnable::run);

            assertThat(after.shown()).isEqualTo("CN=second");
            for (SSLSocket stream : running) {
                assertThat(rest(stream)).startsWith("HTTP/1.1 200").contains("begun ", "ended");
            }
        } finally {
            for (SSLSocket stream : running) {
                stream.close();
            }
        }
    }

    @Test
    void letsOnlyThoseInWhoseCertificateItsAuthoritiesSigned() {
        Pem own = Certificates.pem(folder, "own");
        Pem client = Certificates.pem(folder, "client");
        TlsSettings strict = new TlsSettings(
                Secret.of(own.certificate()), Secret.of(own.key()), Optional.of(Secret.of(client.certificate())), true);
        SSLContext known = Certificates.client(own, Optional.of(folder.resolve("client.p12")));
        SSLContext stranger = Certificates.client(own, Optional.empty());

        try (TestServer server = TestServer.secured(strict, HELLO)) {
            assertThat(talk(server, known).answer()).endsWith("hello");
            assertThatThrownBy(() -> talk(server, stranger)).isInstanceOf(UncheckedIOException.class);
        }
    }

    @Test
    void takesNoTextForACertificateOrAKey() {
        Pem own = Certificates.pem(folder, "own");

        assertThatThrownBy(() -> tls(new Pem("no certificate", own.key()))).hasMessageContaining("certificate");
        assertThatThrownBy(() -> tls(new Pem(own.certificate(), "no key"))).hasMessageContaining("private key");
        assertThatThrownBy(() -> tls(new Pem(
                        own.certificate(), own.key().substring(0, own.key().indexOf("-----END")))))
                .hasMessage("key is not the one of the certificate");
    }

    @Test
    void takesNoKeyOfAnotherCertificate() {
        Pem own = Certificates.pem(folder, "own");
        Pem other = Certificates.pem(folder, "other");

        assertThatThrownBy(() -> tls(new Pem(own.certificate(), other.key())))
                .hasMessage("key is not the one of the certificate");
    }

    private static TlsSettings tls(Pem pem) {
        return new TlsSettings(Secret.of(pem.certificate()), Secret.of(pem.key()), Optional.empty(), true);
    }

    /// One request on a connection of its own, read to the end that TLS announces.
    private static Talk talk(TestServer server, SSLContext client) {
        try (SSLSocket socket = ask(server, client, "/")) {
            String answer = rest(socket);
            X509Certificate shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
            return new Talk(
                    answer,
                    shown.getSubjectX500Principal().getName(),
                    socket.getSession().getProtocol());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A connection with one request on its way.
    private static SSLSocket ask(TestServer server, SSLContext client, String path) throws IOException {
        SSLSocket socket = (SSLSocket) client.getSocketFactory().createSocket("127.0.0.1", server.port());
        socket.startHandshake();
        String request = "GET " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static String rest(SSLSocket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }

    private record Talk(String answer, String shown, String protocol) {}
}
