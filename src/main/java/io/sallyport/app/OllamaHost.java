package io.sallyport.app;

import io.sallyport.provider.BaseUrl;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// What `OLLAMA_HOST` means: the address on which the server listens, and so the one under which it is found.
///
/// People write it as a host, a port, both, or a URL; whatever they leave out is Ollama's own default.
///
/// Source: ollama/ollama, envconfig/config.go, function Host.
final class OllamaHost {
    private static final String PORT = "11434";

    /// Who listens on these listens on the loopback address too, and none of them is an address to call.
    private static final Set<String> EVERYWHERE = Set.of("", "0.0.0.0", "[::]");

    private OllamaHost() {}

    /// Empty when the text is no address.
    static Optional<URI> address(String text) {
        String bare = text.strip();
        int schemeEnd = bare.indexOf("://");
        String scheme = schemeEnd < 0 ? "http" : bare.substring(0, schemeEnd).toLowerCase(Locale.ROOT);
        String rest = schemeEnd < 0 ? bare : bare.substring(schemeEnd + "://".length());
        int hostEnd = rest.indexOf('/') < 0 ? rest.length() : rest.indexOf('/');
        try {
            return Optional.of(BaseUrl.of(scheme + "://"
                    + place(rest.substring(0, hostEnd), schemeEnd < 0 ? ":" + PORT : "")
                    + rest.substring(hostEnd)));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static String place(String hostAndPort, String usualPort) {
        int colon = hostAndPort.lastIndexOf(':');
        boolean hasPort = colon > hostAndPort.lastIndexOf(']');
        String host = hasPort ? hostAndPort.substring(0, colon) : hostAndPort;
        String port = hasPort ? hostAndPort.substring(colon) : usualPort;
        return (EVERYWHERE.contains(host) ? "127.0.0.1" : host) + port;
    }
}
