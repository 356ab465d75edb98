package io.sallyport.net;

import io.sallyport.net.OutboundRequest.Trust;
import java.net.URI;

/// Where connections lead to and how they are secured; requests to the same origin share connections.
record Origin(String host, int port, boolean isTls, Trust trust) {

    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    static Origin of(URI url, Trust trust) {
        String host = url.getHost();
        boolean isTls = "https".equalsIgnoreCase(url.getScheme());
        if (host == null || (!isTls && !"http".equalsIgnoreCase(url.getScheme()))) {
            throw new IllegalArgumentException("an upstream address is http:// or https:// and a host");
        }
        int port = url.getPort();
        return new Origin(host, port > 0 ? port : isTls ? HTTPS : HTTP, isTls, isTls ? trust : Trust.VERIFY);
    }

    /// The host as a socket wants it: an IPv6 address without its brackets.
    String address() {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /// The value of the host header.
    String authority() {
        return port == (isTls ? HTTPS : HTTP) ? host : host + ":" + port;
    }
}
