package io.sallyport.net;

import io.sallyport.transport.AddressRange;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/// Which addresses a client may connect to. A name is looked up once; what is checked is what is connected to.
///
/// Source: security catalogue, group M and DD-29; RFC 6890 and the registries of special-purpose addresses.
@FunctionalInterface
public interface AddressRules {
    /// Wherever the name leads.
    AddressRules ANYWHERE = address -> true;

    boolean allows(InetAddress address);

    /// Only what is reachable from everywhere on the internet, besides some ranges.
    static AddressRules publicOr(List<AddressRange> ranges) {
        return address ->
                contains(ranges, address) || (!contains(Special.RANGES, address) && !address.isMulticastAddress());
    }

    /// Only some ranges.
    static AddressRules only(List<AddressRange> ranges) {
        return address -> contains(ranges, address);
    }

    private static boolean contains(List<AddressRange> ranges, InetAddress address) {
        return ranges.stream().anyMatch(range -> range.contains(address));
    }

    /// Addresses that are not, or not only, of one host on the internet.
    final class Special {
        private static final List<AddressRange> RANGES = Stream.of(
                        // This host, private networks, carriers' networks, loopback, link-local with metadata services.
                        "0.0.0.0/8",
                        "10.0.0.0/8",
                        "100.64.0.0/10",
                        "127.0.0.0/8",
                        "169.254.0.0/16",
                        "172.16.0.0/12",
                        "192.168.0.0/16",
                        // Protocol assignments, documentation, benchmarks, reserved and broadcast.
                        "192.0.0.0/24",
                        "192.0.2.0/24",
                        "198.18.0.0/15",
                        "198.51.100.0/24",
                        "203.0.113.0/24",
                        "240.0.0.0/4",
                        // Unspecified, loopback and addresses that stand for those of version 4: compatible, NAT64,
                        // Teredo, 6to4.
                        "::/96",
                        "64:ff9b::/96",
                        "64:ff9b:1::/48",
                        "2001::/32",
                        "2002::/16",
                        // Discard, documentation, unique local, link-local, site-local.
                        "100::/64",
                        "2001:db8::/32",
                        "fc00::/7",
                        "fe80::/10",
                        "fec0::/10")
                .map(AddressRange::parse)
                .toList();

        private Special() {}
    }
}
