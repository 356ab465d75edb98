package io.sallyport.web;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// `X-Forwarded-For` of a trusted proxy: always an address in the end, and the peer's own from anybody else.
///
/// Fuzzes with `JAZZER_FUZZ=1 mvn test -Dtest=TrustedProxiesFuzzTest`; otherwise the seeds are replayed.
class TrustedProxiesFuzzTest {
    private final TrustedProxies proxies = TrustedProxies.of(List.of("10.0.0.0/8", "2001:db8::/33"));

    @FuzzTest(maxDuration = "60s")
    void namesAnAddressInTheEnd(byte[] input) {
        List<String> lines = List.of(new String(input, StandardCharsets.ISO_8859_1).split("\n", -1));

        String client = proxies.client(InetAddress.ofLiteral("10.0.0.2"), lines);
        String stranger = proxies.client(InetAddress.ofLiteral("192.0.2.1"), lines);

        if (!InetAddress.ofLiteral(client).getHostAddress().equals(client) || !stranger.equals("192.0.2.1")) {
            throw new AssertionError(lines + " makes " + client + " and " + stranger);
        }
    }
}
