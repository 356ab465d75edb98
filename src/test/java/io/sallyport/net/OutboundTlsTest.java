package io.sallyport.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.net.OutboundFailure.Kind;
import io.sallyport.net.OutboundRequest.Trust;
import io.sallyport.testkit.Certificates;
import io.sallyport.testkit.Script;
import io.sallyport.testkit.UpstreamCalls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
final class OutboundTlsTest {
    private final UpstreamCalls calls = new UpstreamCalls();

    @AfterEach
    void close() {
        calls.close();
    }

    @Test
    void trustsAnyCertificateOnlyWhenTold(@TempDir Path folder) throws Exception {
        try (ServerSocket server = Certificates.selfSigned(folder, "localhost")
                .getServerSocketFactory()
                .createServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            AtomicInteger broken = new AtomicInteger();
            Thread.ofVirtual().start(() -> answerOverTls(server, broken));
            URI url = URI.create("https://localhost:" + server.getLocalPort() + "/");

            OutboundFailure refused = calls.failure(request(url, Trust.VERIFY));
            String answer = calls.answer(request(url, Trust.ANY_CERTIFICATE));

            assertThat(refused.kind()).isEqualTo(Kind.TLS);
            assertThat(answer).isEqualTo("secret");
            assertThat(broken).hasValue(1);
        }
    }

    @Test
    void tellsAPlainServerWhereTlsIsExpected() {
        calls.upstream().always(Script.json(200, "{}"));

        OutboundFailure failure = calls.failure(
                request(URI.create("https://127.0.0.1:" + calls.upstream().port()), Trust.VERIFY));

        assertThat(failure.kind()).isEqualTo(Kind.TLS);
    }

    private static OutboundRequest request(URI url, Trust trust) {
        return new OutboundRequest("GET", url, List.of(), List.of(), UpstreamCalls.LONG, trust);
    }

    private static void answerOverTls(ServerSocket server, AtomicInteger refused) {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                int count = socket.getInputStream().read(new byte[4096]);
                assertThat(count).isPositive();
                socket.getOutputStream()
                        .write("HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\nsecret"
                                .getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) {
                // The caller that trusts nobody breaks the handshake; the next one is served.
                refused.incrementAndGet();
            }
        }
    }
}
