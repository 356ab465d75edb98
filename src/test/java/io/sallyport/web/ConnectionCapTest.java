package io.sallyport.web;

import static io.sallyport.testkit.TestServer.route;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.DefaultChannelId;
import io.netty.channel.embedded.EmbeddedChannel;
import io.sallyport.lang.Bytes;
import io.sallyport.testkit.RawHttp;
import io.sallyport.testkit.TestServer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ConnectionCapTest {
    private final EmbeddedChannel socket = new EmbeddedChannel();
    private final List<EmbeddedChannel> connections = new ArrayList<>();

    @AfterEach
    void close() {
        connections.forEach(EmbeddedChannel::finishAndReleaseAll);
        socket.finishAndReleaseAll();
    }

    @Test
    void letsNobodyInWhenAllPlacesAreTaken() {
        ConnectionCap cap = new ConnectionCap(2);

        enter(cap, 1);
        boolean withOne = letsIn();
        enter(cap, 1);
        boolean withTwo = letsIn();
        leave();

        assertThat(withOne).isTrue();
        assertThat(withTwo).isFalse();
        assertThat(letsIn()).isTrue();
        assertThat(cap.open()).isEqualTo(1);
    }

    @Test
    void waitsForAPlaceAlsoWhenAFewMoreGotIn() {
        ConnectionCap cap = new ConnectionCap(2);

        enter(cap, 3);
        leave();
        boolean withTwo = letsIn();
        leave();

        assertThat(withTwo).isFalse();
        assertThat(letsIn()).isTrue();
    }

    @Test
    void letsNobodyInWhileConnectionsAreShed() {
        ConnectionCap cap = new ConnectionCap(2);
        enter(cap, 2);

        cap.shed(Shedding.CONNECTIONS);
        leave();
        boolean shedding = letsIn();
        cap.shed(Shedding.NOTHING);

        assertThat(shedding).isFalse();
        assertThat(letsIn()).isTrue();
    }

    @Test
    void isCrowdedWhenTheLastTenthIsTaken() {
        ConnectionCap cap = new ConnectionCap(20);

        enter(cap, 18);
        boolean withEighteen = cap.isCrowded();
        enter(cap, 1);

        assertThat(withEighteen).isFalse();
        assertThat(cap.isCrowded()).isTrue();
    }

    @Test
    void servesWhoWaitedWhenSomebodyLeaves() {
        UnaryOperator<WebServerSettings> oneAtATime = usual -> new WebServerSettings(
                usual.host(),
                0,
                usual.headTimeout(),
                usual.idleTimeout(),
                usual.bodyStall(),
                usual.maxHeadBytes(),
                usual.maxHeaders(),
                1);
        try (TestServer server =
                TestServer.with(oneAtATime, route("GET", "/page", (_, reply) -> reply.send(Bytes.of("a page"))))) {
            for (int i = 0; i < 5; i++) {
                try (RawHttp waiting = behindAnother(server)) {
                    assertThat(waiting.reply().body()).isEqualTo("a page");
                }
            }
        }
    }

    /// A client that came, and asked, while another was there.
    private static RawHttp behindAnother(TestServer server) {
        try (RawHttp inside = RawHttp.to(server.port())) {
            ask(inside).reply();
            return ask(RawHttp.to(server.port()));
        }
    }

    private static RawHttp ask(RawHttp client) {
        return client.send("GET /page HTTP/1.1\r\nHost: a\r\n\r\n");
    }

    private void enter(ConnectionCap cap, int count) {
        for (int i = 0; i < count; i++) {
            EmbeddedChannel connection = new EmbeddedChannel(socket, DefaultChannelId.newInstance(), true, false);
            connections.add(connection);
            cap.entered(connection);
        }
    }

    private void leave() {
        connections.removeLast().finishAndReleaseAll();
    }

    private boolean letsIn() {
        return socket.config().isAutoRead();
    }
}
