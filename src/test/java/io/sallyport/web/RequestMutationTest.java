package io.sallyport.web;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Random mutations of valid request streams against a strict reader.
///
/// The nightly run takes ten million; `-Dmutations` says another number for both, `-Dmutations.seed` where to
/// begin. A disagreement names the seed of its stream.
@Tag("A27")
final class RequestMutationTest {
    private static final int USUALLY = 10_000;
    private static final int NIGHTLY = 10_000_000;
    private static final long SEED = Long.getLong("mutations.seed", 20_261_121);

    private static final List<String> REQUESTS = List.of(
            "GET /v1/models HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer k\r\n\r\n",
            "POST /v1/x HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello",
            "POST /v1/x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\nX: y\r\n\r\n",
            "POST /v1/x?q=1 HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\nok",
            "GET http://a/p?q HTTP/1.1\r\nhost:a\r\nX-A:  b \r\nX_B: c\r\n\r\n",
            "GET / HTTP/1.0\r\nConnection: keep-alive\r\nContent-Length: 0\r\n\r\n",
            "\r\nDELETE /a%20b HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

    private static final List<String> WORDS = List.of(
            "\r\n",
            "\n",
            "\r",
            " ",
            "\t",
            ":",
            ";",
            ",",
            "\0",
            "0\r\n\r\n",
            "chunked",
            "Content-Length: 3\r\n",
            "Transfer-Encoding: chunked\r\n",
            "Host: b\r\n",
            "HTTP/1.1",
            "HTTP/1.0",
            "0x",
            "-",
            "+",
            "_",
            "\u00e9",
            "Connection: close\r\n",
            "Expect: x\r\n",
            "\r\n\r\n",
            "ffffffffffffffff",
            "//",
            "%");

    @Test
    void readsNoMutatedStreamInAnotherWayThanAStrictReader() {
        read(Integer.getInteger("mutations", USUALLY));
    }

    @Test
    @Tag("nightly")
    void readsNoneOfTenMillionInAnotherWay() {
        read(Integer.getInteger("mutations", NIGHTLY));
    }

    private static void read(int streams) {
        try (WireServer server = new WireServer()) {
            for (int i = 0; i < streams; i++) {
                long seed = SEED + i;
                byte[] wire = mutated(new Random(seed));
                try {
                    RequestFuzzTest.agree(server, wire);
                } catch (AssertionError e) {
                    throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
                }
            }
        }
    }

    private static byte[] mutated(Random random) {
        StringBuilder stream = new StringBuilder();
        for (int i = random.nextInt(3); i >= 0; i--) {
            stream.append(REQUESTS.get(random.nextInt(REQUESTS.size())));
        }
        for (int i = random.nextInt(4); i >= 0; i--) {
            mutate(stream, random);
        }
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        wire.writeBytes(stream.toString().getBytes(StandardCharsets.ISO_8859_1));
        return wire.size() == 0 ? new byte[] {'\r'} : wire.toByteArray();
    }

    private static void mutate(StringBuilder stream, Random random) {
        int at = random.nextInt(stream.length() + 1);
        int end = Math.min(stream.length(), at + 1 + random.nextInt(8));
        switch (random.nextInt(5)) {
            case 0 -> stream.insert(at, WORDS.get(random.nextInt(WORDS.size())));
            case 1 -> stream.delete(at, end);
            case 2 -> stream.insert(at, stream.substring(at, end));
            case 3 -> stream.replace(at, end, WORDS.get(random.nextInt(WORDS.size())));
            default ->
                stream.replace(at, Math.min(stream.length(), at + 1), String.valueOf((char) random.nextInt(256)));
        }
    }
}
