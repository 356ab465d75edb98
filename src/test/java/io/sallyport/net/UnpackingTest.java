package io.sallyport.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.lang.Bytes;
import io.sallyport.lang.Header;
import io.sallyport.net.OutboundFailure.Kind;
import io.sallyport.net.OutboundRequest.Trust;
import io.sallyport.testkit.Script;
import io.sallyport.testkit.ScriptedUpstream;
import io.sallyport.testkit.UpstreamCalls;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("AU25")
final class UnpackingTest {
    private static final String TEXT = "{\"text\":\"" + "as it was ".repeat(5_000) + "\"}";
    private static final byte[] PACKED = packed(TEXT.getBytes(StandardCharsets.UTF_8));

    private final UpstreamCalls calls = new UpstreamCalls();
    private final ScriptedUpstream upstream = calls.upstream();

    @AfterEach
    void close() {
        calls.close();
    }

    @Test
    void readsWhatWasPackedThoughNobodyAskedForIt() {
        upstream.always(head("gzip", PACKED.length).send(PACKED));

        OutboundResponse answer = calls.send(request()).join();

        assertThat(answer.headers()).extracting(Header::name).doesNotContain("content-encoding", "content-length");
        assertThat(answer.whole(1_000_000, UpstreamCalls.LONG).join().text()).isEqualTo(TEXT);
    }

    @Test
    void readsItByteForByte() {
        Script trickle = head("X-Gzip", PACKED.length);
        for (byte one : PACKED) {
            trickle = trickle.send(new byte[] {one});
        }
        upstream.always(trickle);

        assertThat(calls.answer(request())).isEqualTo(TEXT);
    }

    @Test
    void readsAHeadWithEverythingInIt() {
        byte[] full = withFullHead(PACKED);
        upstream.always(head("gzip", full.length).send(full));

        assertThat(calls.answer(request())).isEqualTo(TEXT);
    }

    @Test
    void leavesAPlainAnswerAsItIs() {
        upstream.always(head("identity", 5).send("plain"));

        assertThat(calls.answer(request())).isEqualTo("plain");
    }

    @Test
    void keepsTheLimitOfTheWholeBody() {
        upstream.always(head("gzip", PACKED.length).send(PACKED));

        assertThat(calls.failure(request(), 1_000, UpstreamCalls.LONG).kind()).isEqualTo(Kind.TOO_LARGE);
    }

    @Test
    @Tag("E15")
    void refusesAFewBytesThatUnfoldWithoutMeasure() {
        byte[] bomb = packed(new byte[64 * 1024 * 1024]);
        upstream.always(head("gzip", bomb.length).send(bomb));

        Throwable failure = UpstreamCalls.cause(
                calls.send(request()).thenCompose(answer -> answer.whole(Integer.MAX_VALUE, UpstreamCalls.LONG)));

        assertThat(failure)
                .isInstanceOfSatisfying(
                        OutboundFailure.class, cause -> assertThat(cause.kind()).isEqualTo(Kind.TOO_LARGE));
    }

    @Test
    void tellsACutAnswer() {
        byte[] half = Arrays.copyOf(PACKED, PACKED.length / 2);
        byte[] start = Arrays.copyOf(PACKED, 5);
        upstream.next(head("gzip", half.length).send(half));
        upstream.always(head("gzip", start.length).send(start));

        assertThat(calls.failure(request()).kind()).isEqualTo(Kind.CLOSED);
        assertThat(calls.failure(request()).kind()).isEqualTo(Kind.CLOSED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"br", "deflate", "gzip, gzip"})
    void refusesWhatItCannotRead(String coding) {
        upstream.always(head(coding, 2).send("{}"));

        assertThat(calls.failure(request()).kind()).isEqualTo(Kind.BAD_RESPONSE);
    }

    @Test
    void refusesWhatIsNotWhatItSays() {
        byte[] damaged = PACKED.clone();
        Arrays.fill(damaged, 10, damaged.length, (byte) 0xff);
        upstream.next(head("gzip", 20).send("no gzip at all......"));
        upstream.always(head("gzip", damaged.length).send(damaged));

        assertThat(calls.failure(request()).kind()).isEqualTo(Kind.BAD_RESPONSE);
        assertThat(calls.failure(request()).kind()).isEqualTo(Kind.BAD_RESPONSE);
    }

    @Test
    void refusesAHeadWithoutEnd() {
        byte[] named = new byte[100_000];
        Arrays.fill(named, (byte) 'n');
        System.arraycopy(new byte[] {0x1f, (byte) 0x8b, 8, 8, 0, 0, 0, 0, 0, 0}, 0, named, 0, 10);
        upstream.always(head("gzip", named.length).send(named));

        assertThat(calls.failure(request()).kind()).isEqualTo(Kind.BAD_RESPONSE);
    }

    private static Script head(String coding, int length) {
        return Script.begin()
                .send("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-encoding: " + coding
                        + "\r\ncontent-length: " + length + "\r\n\r\n");
    }

    private OutboundRequest request() {
        return new OutboundRequest(
                "POST", upstream.url(), List.of(), List.of(Bytes.of("x")), UpstreamCalls.LONG, Trust.VERIFY);
    }

    private static byte[] packed(byte[] plain) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /// The same with a field, a name, a comment and a check in its head.
    private static byte[] withFullHead(byte[] packed) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(new byte[] {0x1f, (byte) 0x8b, 8, 2 + 4 + 8 + 16, 0, 0, 0, 0, 0, 0});
        bytes.writeBytes(new byte[] {3, 0, 'a', 'b', 'c'});
        bytes.writeBytes("name\0comment\0".getBytes(StandardCharsets.US_ASCII));
        bytes.writeBytes(new byte[] {1, 2});
        bytes.write(packed, 10, packed.length - 10);
        return bytes.toByteArray();
    }
}
