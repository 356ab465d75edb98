package io.sallyport.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sallyport.lang.Bytes;
import io.sallyport.net.OutboundFailure.Kind;
import io.sallyport.net.OutboundRequest.Trust;
import io.sallyport.testkit.Await;
import io.sallyport.testkit.Script;
import io.sallyport.testkit.ScriptedUpstream;
import io.sallyport.transport.EventLoops;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class BlockingOutboundTest {

    private final EventLoops loops = EventLoops.start(1);
    private final Outbounds outbounds = new Outbounds(loops, OutboundSettings.DEFAULT);
    private final ScriptedUpstream upstream = ScriptedUpstream.start();

    @AfterEach
    void close() {
        outbounds.close();
        loops.close();
        upstream.close();
    }

    @Test
    void waitsForTheWholeAnswer() {
        upstream.always(Script.begin()
                .send("HTTP/1.1 201 Created\r\ncontent-length: 5\r\n\r\n")
                .trickle("hello"));

        assertThat(outbound(Duration.ofSeconds(30)).send(request())).isEqualTo(new WholeAnswer(201, Bytes.of("hello")));
    }

    @Test
    void refusesABodyThatIsTooLarge() {
        upstream.always(Script.json(200, "x".repeat(101)));

        assertThat(failure(outbound(Duration.ofSeconds(30)))).isEqualTo(Kind.TOO_LARGE);
    }

    @Test
    @Tag("DD-19")
    void hangsUpOnAnAnswerThatNeverEnds() {
        upstream.always(Script.begin()
                .send("HTTP/1.1 200 OK\r\ncontent-length: 50\r\n\r\nhello")
                .hang());

        assertThat(failure(outbound(Duration.ofMillis(500)))).isEqualTo(Kind.TIMEOUT);
        // However far the question had come by then.
        Await.until(() -> upstream.open() == 0);
    }

    @Test
    void asksAgainWhenAKeptConnectionTurnsOutToBeClosed() {
        upstream.next(
                Script.begin()
                        .send("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok")
                        .close(),
                Script.json(200, "again"));
        BlockingOutbound outbound = outbound(Duration.ofSeconds(30));
        outbound.send(request());

        assertThat(outbound.send(request()).body()).isEqualTo(Bytes.of("again"));
    }

    private BlockingOutbound outbound(Duration patience) {
        return new BlockingOutbound(outbounds, 100, patience);
    }

    private OutboundRequest request() {
        return new OutboundRequest(
                "GET", upstream.url().resolve("/x"), List.of(), List.of(), Duration.ofSeconds(30), Trust.VERIFY);
    }

    private Kind failure(BlockingOutbound outbound) {
        return catchThrowableOfType(OutboundFailure.class, () -> outbound.send(request()))
                .kind();
    }
}
