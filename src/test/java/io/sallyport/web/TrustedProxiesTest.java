package io.sallyport.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("P01")
final class TrustedProxiesTest {
    private final TrustedProxies proxies = TrustedProxies.of(List.of("10.0.0.0/8", "192.0.2.7", "2001:db8::/33"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "203.0.113.9 | 198.51.100.1 | 203.0.113.9",
                "10.1.2.3 | 198.51.100.1 | 198.51.100.1",
                "10.1.2.3 | 1.1.1.1, 198.51.100.1 | 198.51.100.1",
                "10.1.2.3 | 1.1.1.1, 198.51.100.1, 192.0.2.7 | 198.51.100.1",
                "10.1.2.3 | 198.51.100.1:443 | 198.51.100.1",
                "10.1.2.3 | [2001:db9::1]:443 | 2001:db9:0:0:0:0:0:1",
                "10.1.2.3 | 2001:db9::1 | 2001:db9:0:0:0:0:0:1",
                "10.1.2.3 | 2001:db8:1::1 | 2001:db8:1:0:0:0:0:1",
                "10.1.2.3 | text | 10.1.2.3",
                "10.1.2.3 | localhost, 10.9.9.9 | 10.9.9.9",
                "192.0.2.8 | 198.51.100.1 | 192.0.2.8",
                "10.1.2.3 | 10.0.0.1, 10.0.0.2 | 10.0.0.1"
            })
    void takesTheRightmostAddressThatIsNoProxy(String peer, String forwarded, String client) {
        assertThat(proxies.client(InetAddress.ofLiteral(peer), List.of(forwarded)))
                .isEqualTo(client);
    }

    @Test
    void readsManyLinesAsOneList() {
        List<String> lines = Collections.nCopies(100, "10.0.0.1");

        assertThat(proxies.client(InetAddress.ofLiteral("10.0.0.2"), lines)).isEqualTo("10.0.0.1");
    }

    @Test
    void believesNobodyByDefault() {
        assertThat(TrustedProxies.NONE.client(InetAddress.ofLiteral("10.0.0.2"), List.of("198.51.100.1")))
                .isEqualTo("10.0.0.2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"proxy.example", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x", ""})
    void refusesWhatIsNoNetwork(String text) {
        List<String> networks = List.of(text);

        assertThatThrownBy(() -> TrustedProxies.of(networks)).isInstanceOf(IllegalArgumentException.class);
    }
}
