package io.sallyport.fleet;

import io.sallyport.transport.AddressRange;
import java.time.Duration;
import java.util.List;

/// How nodes are treated.
///
/// @param staleAfter how long a host may be silent before nothing goes to it any more
/// @param approval whether hosts that show a shared key, or none, wait for an operator
/// @param mostHosts most hosts that serve the same tenants
/// @param allowedNetworks addresses that are not public but may be those of services
/// @param probesServices whether the gateway itself looks at services from time to time
public record FleetSettings(
        Duration staleAfter,
        Approval approval,
        int mostHosts,
        List<AddressRange> allowedNetworks,
        boolean probesServices) {
    /// This machine and private networks, where a deployment is one machine or one home network.
    public static final List<AddressRange> NEAR =
            List.of("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "::1/128", "fc00::/7").stream()
                    .map(AddressRange::parse)
                    .toList();

    /// Whether hosts wait for an operator.
    public enum Approval {
        AUTOMATIC,
        REQUIRED
    }

    public FleetSettings {
        allowedNetworks = List.copyOf(allowedNetworks);
    }
}
