package io.sallyport.app.settings;

import io.sallyport.json.yaml.Section;
import io.sallyport.lang.Secret;
import io.sallyport.web.TlsSettings;
import java.util.Optional;
import java.util.function.Supplier;

/// Declares `server.tls` and `server.metrics_tls`.
final class TlsSection {
    private TlsSection() {}

    static Optional<TlsSettings> read(Section tls) {
        Optional<Secret> certificate = tls.key(
                        "certificate",
                        "PEM of the certificate and its chain; read again when its file changes. Without it"
                                + " the listener speaks plain HTTP.")
                .secret();
        Optional<Secret> key =
                tls.key("key", "PEM of the private key, without a password.").secret();
        Optional<Secret> authorities = tls.key(
                        "client_ca",
                        "PEM of authorities; clients then have to show a certificate signed by one of them.")
                .secret();
        boolean http2 = tls.key("http2", "Speaks HTTP/2 with clients that can.").on();
        if (certificate.isEmpty() && key.isEmpty() && authorities.isEmpty()) {
            return Optional.empty();
        }
        if (certificate.isEmpty() || key.isEmpty()) {
            tls.problem(certificate.isEmpty() ? "certificate" : "key", "is needed, too");
            return Optional.empty();
        }
        return checked(tls, () -> new TlsSettings(certificate.get(), key.get(), authorities, http2));
    }

    private static Optional<TlsSettings> checked(Section tls, Supplier<TlsSettings> settings) {
        try {
            return Optional.of(settings.get());
        } catch (IllegalArgumentException e) {
            tls.problem("", String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }
}
