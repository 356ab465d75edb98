package io.sallyport.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.lang.Bytes;
import io.sallyport.lang.Header;
import io.sallyport.net.OutboundRequest.Trust;
import io.sallyport.testkit.Script;
import io.sallyport.testkit.ScriptedUpstream;
import io.sallyport.testkit.UpstreamCalls;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class RequestHeadTest {
    private final UpstreamCalls calls = new UpstreamCalls();
    private final ScriptedUpstream upstream = calls.upstream();

    @AfterEach
    void close() {
        calls.close();
    }

    @Test
    @Tag("A25")
    void sendsNoCharacterAsItsLowByte() {
        upstream.always(Script.json(200, "{}"));

        calls.answer(request(
                "GET",
                "/caf\u00e9/\u010d\u010a\u013a?q=\u010d\u010ax",
                new Header("X-A", "1\u010d\u010ax-evil: 2"),
                new Header("x-b", "caf\u00e9")));

        ScriptedUpstream.Received received = upstream.requests().getFirst();
        assertThat(received.firstLine()).isEqualTo("GET /caf\u00e9/???" + "?q=??x HTTP/1.1");
        assertThat(received.headers())
                .containsExactly(
                        new Header("host", "127.0.0.1:" + upstream.port()),
                        new Header("X-A", "1??x-evil: 2"),
                        new Header("x-b", "caf\u00e9"),
                        new Header("accept-encoding", "identity"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x-a\u010d", "x-a\u010a", "x-a\u0100", "x-a\u013a", "x-a:", "x-a\r\n", "x a", ""})
    @Tag("A25")
    void sendsNoNameThatIsNoToken(String name) {
        Throwable failure = UpstreamCalls.cause(calls.send(request("GET", "/", new Header(name, "b"))));

        assertThat(failure).isInstanceOf(IllegalArgumentException.class);
        assertThat(upstream.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /x", "GE\u010d", "GET\r\n", ""})
    @Tag("A25")
    void sendsNoMethodThatIsNoToken(String method) {
        Throwable failure = UpstreamCalls.cause(calls.send(request(method, "/")));

        assertThat(failure).isInstanceOf(IllegalArgumentException.class);
        assertThat(upstream.requests()).isEmpty();
    }

    private OutboundRequest request(String method, String path, Header... headers) {
        return new OutboundRequest(
                method,
                URI.create(upstream.url() + path),
                List.of(headers),
                List.<Bytes>of(),
                UpstreamCalls.LONG,
                Trust.VERIFY);
    }
}
