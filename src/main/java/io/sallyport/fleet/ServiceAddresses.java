package io.sallyport.fleet;

import io.sallyport.lang.Refusal.BadRequest;
import io.sallyport.net.AddressRules;
import io.sallyport.provider.UpstreamAddress;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/// Says where services of nodes may stand: nodes choose these addresses themselves, so they lead only to public
/// hosts and to networks that operators named.
///
/// A name is looked up once; what was checked is what is called from then on, whatever the name leads to later.
/// Source: security catalogue, M01, M03, M05, M07.
/// Errors: BadRequest `destination_not_allowed`, one message for every reason.
/// Threads: safe; looking a name up waits.
final class ServiceAddresses {
    /// Ports of things that are no model servers.
    private static final Set<Integer> FOREIGN_PORTS = Set.of(22, 25, 2375, 2376, 3306, 5432, 6379, 9200, 10250);

    private final Supplier<FleetSettings> settings;

    ServiceAddresses(Supplier<FleetSettings> settings) {
        this.settings = settings;
    }

    /// The address under which a service is called.
    URI checked(URI told, String path) {
        URI url = UpstreamAddress.of(told.toString(), path);
        if (FOREIGN_PORTS.contains(url.getPort())) {
            throw refused(path);
        }
        List<InetAddress> addresses = lookUp(url.getHost(), path);
        AddressRules rules = AddressRules.publicOr(settings.get().allowedNetworks());
        if (!addresses.stream().allMatch(rules::allows)) {
            throw refused(path);
        }
        return url.getScheme().equals("https") ? secure(url, path) : pinned(url, addresses.getFirst(), path);
    }

    /// A certificate is of a name, and a name may lead elsewhere later.
    private static URI secure(URI url, String path) {
        boolean isName = url.getHost().chars().anyMatch(Character::isLetter)
                && !url.getHost().startsWith("[");
        if (isName) {
            throw new BadRequest(
                            "destination_not_allowed",
                            "A service with a host name and https has to be added as a backend by an operator.",
                            path)
                    .asException();
        }
        return url;
    }

    private static URI pinned(URI url, InetAddress address, String path) {
        String host = address.getHostAddress();
        try {
            return new URI(
                    url.getScheme(),
                    null,
                    host.indexOf(':') < 0 ? host : "[" + host.replaceFirst("%.*", "") + "]",
                    url.getPort(),
                    url.getPath(),
                    null,
                    null);
        } catch (URISyntaxException e) {
            throw refused(path);
        }
    }

    private static List<InetAddress> lookUp(String host, String path) {
        try {
            return List.of(InetAddress.getAllByName(host));
        } catch (UnknownHostException e) {
            throw refused(path);
        }
    }

    private static RuntimeException refused(String path) {
        return new BadRequest("destination_not_allowed", "No service of a node may stand at this address.", path)
                .asException();
    }
}
