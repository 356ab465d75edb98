package io.sallyport.routing;

import io.sallyport.provider.Backend;
import java.net.InetAddress;
import java.net.URI;
import java.util.stream.Stream;

/// The names under which allow-lists and roles know a target.
///
/// Source: requirements, Q17.
final class Names {
    private static final String LOCAL = "local/";

    private Names() {}

    /// `backend/model`, and `local/model` where it is certain that the call stays in the house.
    static Stream<String> of(Target target) {
        return isLocal(target.upstream().backend())
                ? Stream.of(target.id(), LOCAL + target.model())
                : Stream.of(target.id());
    }

    /// A host name may lead anywhere, so it is not local.
    private static boolean isLocal(Backend backend) {
        URI url = backend.baseUrl();
        String host = url.getHost();
        if (backend.source().equals(Backend.NODE) || "localhost".equals(host)) {
            return true;
        }
        try {
            InetAddress address = InetAddress.ofLiteral(host.replaceAll("[\\[\\]]", ""));
            return address.isLoopbackAddress() || address.isSiteLocalAddress();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
