package io.sallyport.web;

import static io.sallyport.testkit.TestServer.route;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.handler.codec.http2.Http2Headers;
import io.sallyport.lang.Bytes;
import io.sallyport.testkit.RawHttp;
import io.sallyport.testkit.TestServer;
import io.sallyport.transport.HeaderName;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class ReplyHeadTest {
    private final ReplyHead head = new ReplyHead();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "content-length",
                "Content-Length",
                "CONTENT-LENGTH",
                "Transfer-Encoding",
                "TRANSFER-encoding",
                "connection",
                "Connection"
            })
    @Tag("A25")
    void leavesFramingToTheServer(String spelled) {
        HeaderName name = HeaderName.of(spelled);

        assertThatThrownBy(() -> head.set(name, "1")).isInstanceOf(IllegalArgumentException.class);
        assertThat(lines()).containsExactly(":status: 200", "date: today");
    }

    @Test
    @Tag("A25")
    void tellsHttp2WhatItTellsHttp1() {
        head.set(HeaderName.of("X-A"), "1");
        head.set(HeaderName.of("x-b"), "a\u010d\u010ax-c: d");
        head.set(HeaderName.of("x-a"), "caf\u00e9");

        assertThat(lines()).containsExactly(":status: 200", "date: today", "x-a: caf\u00e9", "x-b: a??x-c: d");
    }

    @Test
    @Tag("A25")
    void sendsNoCharacterAsItsLowByte() {
        Endpoint tricky = (request, reply) -> reply.header("x-a", "1\u010d\u010ax-evil: 2")
                .header("x-b", "\u0100\u013a\u00e9")
                .header("X-A", "3\u010d\u010ax-evil: 4")
                .send(Bytes.of("whole"));

        try (TestServer server = TestServer.with(route("GET", "/", tricky));
                RawHttp client = RawHttp.to(server.port())) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");

            RawHttp.Reply reply = client.reply();

            assertThat(reply.header("x-a")).contains("3??x-evil: 4");
            assertThat(reply.header("x-b")).contains("??\u00e9");
            assertThat(reply.header("x-evil")).isEmpty();
            assertThat(reply.body()).isEqualTo("whole");
        }
    }

    @Test
    void sendsManyHeaders() {
        Endpoint many = (request, reply) -> {
            for (int i = 0; i < 300; i++) {
                reply.header("x-name-" + i, "value-" + i);
            }
            reply.send(Bytes.of("whole"));
        };

        try (TestServer server = TestServer.with(route("GET", "/", many));
                RawHttp client = RawHttp.to(server.port())) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");

            RawHttp.Reply reply = client.reply();

            for (int i = 0; i < 300; i++) {
                assertThat(reply.header("x-name-" + i)).contains("value-" + i);
            }
            assertThat(reply.body()).isEqualTo("whole");
        }
    }

    private List<String> lines() {
        Http2Headers told = head.toHttp2("today");
        List<String> lines = new ArrayList<>();
        told.forEach(line -> lines.add(line.getKey() + ": " + line.getValue()));
        return lines;
    }
}
