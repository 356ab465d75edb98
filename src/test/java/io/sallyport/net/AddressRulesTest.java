package io.sallyport.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.net.OutboundFailure.Kind;
import io.sallyport.net.OutboundRequest.Trust;
import io.sallyport.testkit.Script;
import io.sallyport.testkit.ScriptedUpstream;
import io.sallyport.testkit.UpstreamCalls;
import io.sallyport.transport.AddressRange;
import io.sallyport.transport.EventLoops;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class AddressRulesTest {
    private static final AddressRules PUBLIC = AddressRules.publicOr(List.of());

    private final EventLoops loops = EventLoops.start(1);
    private final ScriptedUpstream inside = ScriptedUpstream.start().always(Script.json(200, "{}"));

    @AfterEach
    void close() {
        inside.close();
        loops.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "10.1.2.3",
                "100.64.0.1",
                "127.0.0.1",
                "127.9.9.9",
                "169.254.169.254",
                "172.31.255.255",
                "192.168.1.1",
                "192.0.0.1",
                "198.19.0.1",
                "224.0.0.1",
                "239.1.1.1",
                "255.255.255.255",
                "::",
                "::1",
                "::ffff:10.0.0.1",
                "::7f00:1",
                "64:ff9b::a00:1",
                "2002:7f00:1::",
                "fc00::1",
                "fd12::1",
                "fe80::1",
                "fec0::1",
                "ff02::1"
            })
    @Tag("M01")
    void refusesWhatIsNotOfTheInternet(String address) {
        assertThat(PUBLIC.allows(InetAddress.ofLiteral(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.1.1.1", "9.255.255.255", "11.0.0.0", "172.32.0.1", "2606:4700::1111"})
    void allowsTheInternet(String address) {
        assertThat(PUBLIC.allows(InetAddress.ofLiteral(address))).isTrue();
    }

    @Test
    void allowsARangeThatIsNamed() {
        AddressRules rules = AddressRules.publicOr(List.of(AddressRange.parse("10.1.0.0/16")));

        assertThat(rules.allows(InetAddress.ofLiteral("10.1.9.9"))).isTrue();
        assertThat(rules.allows(InetAddress.ofLiteral("10.2.0.1"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "2130706433", "[::1]", "[::ffff:127.0.0.1]", "0"})
    @Tag("M01")
    void connectsToNothingInsideUnderAnyName(String host) {
        try (Outbounds guarded = new Outbounds(loops, OutboundSettings.DEFAULT, PUBLIC)) {
            Throwable failure = UpstreamCalls.cause(guarded.send(request(host)));

            assertThat(failure)
                    .isInstanceOfSatisfying(
                            OutboundFailure.class,
                            refused -> assertThat(refused.kind()).isIn(Kind.DESTINATION, Kind.DNS));
            assertThat(inside.connections()).isZero();
        }
    }

    @Test
    void connectsToTheAddressItChecked() {
        AddressRules rules = AddressRules.publicOr(List.of(AddressRange.parse("127.0.0.0/8")));
        try (Outbounds guarded = new Outbounds(loops, OutboundSettings.DEFAULT, rules)) {
            OutboundResponse response = guarded.send(request("localhost")).join();

            assertThat(response.status()).isEqualTo(200);
            assertThat(inside.requests().getFirst().header("host")).contains("localhost:" + inside.port());
        }
    }

    private OutboundRequest request(String host) {
        URI url = URI.create("http://" + host + ":" + inside.port() + "/");
        return new OutboundRequest("GET", url, List.of(), List.of(), UpstreamCalls.LONG, Trust.VERIFY);
    }
}
