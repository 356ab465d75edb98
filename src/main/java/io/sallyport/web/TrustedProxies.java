package io.sallyport.web;

import io.sallyport.transport.AddressRange;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The proxies in front of us whose `X-Forwarded-For` counts; anybody else's is ignored.
///
/// The client is the rightmost address that is none of these: what stands left of it was written by the client
/// itself.
public final class TrustedProxies {

    /// Nobody is in front of us.
    public static final TrustedProxies NONE = new TrustedProxies(List.of());

    private final List<AddressRange> networks;

    private TrustedProxies(List<AddressRange> networks) {
        this.networks = List.copyOf(networks);
    }

    /// Errors: IllegalArgumentException for anything but addresses and networks.
    ///
    /// @param networks addresses and networks such as `10.0.0.0/8`
    public static TrustedProxies of(List<String> networks) {
        return new TrustedProxies(networks.stream().map(AddressRange::parse).toList());
    }

    /// The address of the client behind a peer.
    ///
    /// @param forwardedFor the header's lines, in order
    String client(InetAddress peer, List<String> forwardedFor) {
        InetAddress client = peer;
        if (isTrusted(peer)) {
            List<String> hops = new ArrayList<>();
            forwardedFor.forEach(line -> hops.addAll(List.of(line.split(",", -1))));
            for (String hop : hops.reversed()) {
                Optional<InetAddress> address = address(hop.strip());
                if (address.isEmpty()) {
                    break;
                }
                client = address.get();
                if (!isTrusted(client)) {
                    break;
                }
            }
        }
        return client.getHostAddress();
    }

    boolean isTrusted(InetAddress address) {
        return !networks.isEmpty() && networks.stream().anyMatch(network -> network.contains(address));
    }

    /// Reads an address with or without a port and brackets.
    private static Optional<InetAddress> address(String text) {
        String bare = text;
        if (bare.startsWith("[") && bare.indexOf(']') > 0) {
            bare = bare.substring(1, bare.indexOf(']'));
        } else if (bare.indexOf(':') == bare.lastIndexOf(':') && bare.indexOf(':') > 0) {
            bare = bare.substring(0, bare.indexOf(':'));
        }
        try {
            return Optional.of(InetAddress.ofLiteral(bare));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
