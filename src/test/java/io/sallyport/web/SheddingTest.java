package io.sallyport.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.lang.Bytes;
import io.sallyport.testkit.RawHttp;
import io.sallyport.testkit.TestServer;
import io.sallyport.transport.EventLoops;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A listener whose process is short of memory.
@Tag("G09")
@Timeout(60)
final class SheddingTest {
    private final List<String> served = new CopyOnWriteArrayList<>();
    private final EventLoops loops = EventLoops.start(1);
    private final SheddingGate gate = new SheddingGate(this::serve, Set.of("/health"));
    private final WebServer server =
            new WebServer(loops, WebServerSettings.on("127.0.0.1", 0), gate, TestServer::answer);
    private final int port = server.start();

    @AfterEach
    void closes() {
        server.close();
        loops.close();
    }

    @Test
    void keepsNoConnectionAndServesAllTheSame() {
        try (RawHttp client = RawHttp.to(port)) {
            RawHttp.Reply kept = ask(client, "/call");

            shed(Shedding.KEEP_ALIVE);
            RawHttp.Reply last = ask(client, "/call");

            assertThat(kept.header("connection")).isEmpty();
            assertThat(last.status()).isEqualTo(200);
            assertThat(last.header("connection")).contains("close");
            assertThat(client.rest()).isEmpty();
        }
    }

    @Test
    void refusesRequestsBesidesThoseAboutHealth() {
        shed(Shedding.REQUESTS);
        RawHttp.Reply call = ask("/call");
        RawHttp.Reply health = ask("/health");

        shed(Shedding.NOTHING);
        RawHttp.Reply again = ask("/call");

        assertThat(call.status()).isEqualTo(503);
        assertThat(call.body()).isEqualTo("overloaded");
        assertThat(health.status()).isEqualTo(200);
        assertThat(again.status()).isEqualTo(200);
    }

    @Test
    void letsNobodyInUntilThereIsRoomAgain() {
        try (RawHttp inside = RawHttp.to(port)) {
            ask(inside, "/health");
            shed(Shedding.CONNECTIONS);
            // The listener may have been about to accept one more when it was paused.
            try (RawHttp first = RawHttp.to(port);
                    RawHttp waiting = RawHttp.to(port)) {
                first.send(get("/health"));
                waiting.send(get("/health?waits"));
                RawHttp.Reply known = ask(inside, "/health");
                List<String> meanwhile = List.copyOf(served);
                shed(Shedding.NOTHING);

                RawHttp.Reply late = waiting.reply();

                assertThat(known.status()).isEqualTo(200);
                assertThat(meanwhile).doesNotContain("waits");
                assertThat(late.status()).isEqualTo(200);
            }
        }
    }

    private void shed(Shedding stage) {
        gate.shed(stage);
        server.shed(stage);
    }

    private void serve(WebRequest request, WebReply reply) {
        served.add(request.query());
        reply.send(Bytes.of("served"));
    }

    private RawHttp.Reply ask(String path) {
        try (RawHttp client = RawHttp.to(port)) {
            return ask(client, path);
        }
    }

    private static RawHttp.Reply ask(RawHttp client, String path) {
        return client.send(get(path)).reply();
    }

    private static String get(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n";
    }
}
