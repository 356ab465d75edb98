package io.sallyport.web;

import static io.sallyport.testkit.TestServer.route;
import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.testkit.PlainRelay;
import io.sallyport.testkit.RawHttp;
import io.sallyport.testkit.Script;
import io.sallyport.testkit.ScriptedUpstream;
import io.sallyport.testkit.TestServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Client, server, relay, outbound client and upstream together, over real sockets.
@Timeout(60)
final class RelayTest {
    private static final String POST = "POST /v1/stream HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{}";

    @Test
    void relaysEveryByteHoweverItWasCut() {
        String[] events = IntStream.range(0, 200).mapToObj(n -> "event " + n).toArray(String[]::new);
        String whole = IntStream.range(0, 200)
                .mapToObj(n -> "data: event " + n + "\n\n")
                .collect(Collectors.joining());
        try (ScriptedUpstream upstream = ScriptedUpstream.start();
                TestServer gateway = gateway(upstream.url().toString());
                RawHttp client = RawHttp.to(gateway.port())) {
            upstream.next(Script.eventStream().events(events).lastChunk());
            upstream.next(Script.begin()
                    .trickle("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"));

            String first = client.send(POST).reply().body();
            String second = client.send(POST).reply().body();

            assertThat(first).isEqualTo(whole);
            assertThat(second).isEqualTo("hello");
            assertThat(upstream.connections()).isEqualTo(1);
        }
    }

    @Test
    void sendsHeadAndEventsWhileTheUpstreamGoesOn() {
        CountDownLatch gate = new CountDownLatch(1);
        try (ScriptedUpstream upstream = ScriptedUpstream.start();
                TestServer gateway = gateway(upstream.url().toString());
                RawHttp client = RawHttp.to(gateway.port())) {
            upstream.always(
                    Script.eventStream().await(gate).events("1").await(gate).lastChunk());
            client.send(POST);

            RawHttp.Reply head = client.head();
            gate.countDown();

            assertThat(head.status()).isEqualTo(200);
            assertThat(client.chunk()).isEqualTo("data: 1\n\n");
            assertThat(client.chunk()).isEmpty();
        }
    }

    @Test
    void neverMakesACutStreamLookWhole() {
        try (ScriptedUpstream upstream = ScriptedUpstream.start();
                TestServer gateway = gateway(upstream.url().toString());
                RawHttp client = RawHttp.to(gateway.port())) {
            upstream.always(Script.eventStream().events("1").reset());

            String rest = client.send(POST).rest();

            assertThat(rest).doesNotEndWith("0\r\n\r\n");
        }
    }

    @Test
    void readsNoFasterThanTheClient() throws Exception {
        long size = 64L * 1024 * 1024;
        AtomicLong sent = new AtomicLong();
        try (ServerSocket upstream = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                TestServer gateway = gateway("http://127.0.0.1:" + upstream.getLocalPort());
                Socket client = new Socket()) {
            client.setReceiveBufferSize(64 * 1024);
            client.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), gateway.port()));
            Thread.ofVirtual().start(() -> pour(upstream, size, sent));
            client.getOutputStream().write(POST.getBytes(StandardCharsets.US_ASCII));

            long stalledAt = waitUntilStill(sent);
            long read = readAll(client.getInputStream(), size);

            // Socket buffers of a few megabytes lie between the two ends; the rest must not have been sent.
            assertThat(stalledAt).isLessThan(size / 2);
            assertThat(read).isGreaterThanOrEqualTo(size);
        }
    }

    @Test
    @Tag("STREAM")
    void cancelsTheUpstreamAtOnceWhenTheClientLeaves() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch cancelled = new CountDownLatch(1);
        try (ServerSocket upstream = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                TestServer gateway = gateway("http://127.0.0.1:" + upstream.getLocalPort())) {
            Thread.ofVirtual().start(() -> startAndWait(upstream, asked, cancelled));
            try (RawHttp client = RawHttp.to(gateway.port())) {
                client.send(POST).head();
                asked.await();
            }

            assertThat(cancelled.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static TestServer gateway(String upstream) {
        // The endpoint needs the outbound client of the server that is only made with it.
        TestServer[] made = new TestServer[1];
        made[0] = TestServer.with(route(
                "POST",
                "/v1/stream",
                (request, reply) ->
                        PlainRelay.streaming(made[0].outbounds(), upstream).handle(request, reply)));
        return made[0];
    }

    private static void pour(ServerSocket server, long size, AtomicLong sent) {
        byte[] piece = new byte[64 * 1024];
        try (Socket socket = server.accept()) {
            readHead(socket);
            socket.getOutputStream()
                    .write(("HTTP/1.1 200 OK\r\ncontent-length: " + size + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            for (long left = size; left > 0; left -= piece.length) {
                socket.getOutputStream().write(piece);
                sent.addAndGet(piece.length);
            }
        } catch (IOException e) {
            sent.set(-1);
        }
    }

    /// Waits until a counter has started and then not moved for half a second.
    private static long waitUntilStill(AtomicLong counter) {
        long last = -1;
        while (last <= 0 || counter.get() != last) {
            last = counter.get();
            LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
        }
        return last;
    }

    private static long readAll(InputStream in, long atLeast) throws IOException {
        byte[] buffer = new byte[256 * 1024];
        long sum = 0;
        while (sum < atLeast) {
            int count = in.read(buffer);
            if (count < 0) {
                return sum;
            }
            sum += count;
        }
        return sum;
    }

    /// Takes the request, because a socket closed with unread bytes resets the connection.
    private static void readHead(Socket socket) throws IOException {
        byte[] request = new byte[4096];
        int count = socket.getInputStream().read(request);
        while (count > 0 && !new String(request, 0, count, StandardCharsets.US_ASCII).endsWith("{}")) {
            count += socket.getInputStream().read(request, count, request.length - count);
        }
    }

    private static void startAndWait(ServerSocket server, CountDownLatch asked, CountDownLatch cancelled) {
        try (Socket socket = server.accept()) {
            readHead(socket);
            socket.getOutputStream()
                    .write("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            asked.countDown();
            assertThat(socket.getInputStream().read()).isNegative();
        } catch (IOException reset) {
            cancelled.countDown();
        }
    }
}
