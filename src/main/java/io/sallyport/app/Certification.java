package io.sallyport.app;

import io.sallyport.api.ApiErrors;
import io.sallyport.app.settings.ServerSettings;
import io.sallyport.certificate.CertificateKeeper;
import io.sallyport.certificate.CertificateSettings;
import io.sallyport.certificate.CertificateSettings.Proving.OverHttp;
import io.sallyport.certificate.CertificateState;
import io.sallyport.crypto.SelfSigned;
import io.sallyport.transport.EventLoops;
import io.sallyport.web.Blocking;
import io.sallyport.web.TlsSettings;
import io.sallyport.web.WebServer;
import io.sallyport.web.WebServerSettings;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/// How the main listener gets the certificates that it orders, and the listener in the clear that proves its
/// domains.
final class Certification implements AutoCloseable {
    private final OpenParts open = new OpenParts();
    private final CertificateKeeper keeper;

    private Certification(CertificateKeeper keeper) {
        this.keeper = open.closing(keeper);
    }

    /// What the main listener shows at the start: where certificates are ordered, one that nobody trusts.
    static Optional<TlsSettings> first(ServerSettings server, Instant now) {
        return server.tls()
                .or(() -> server.acme().map(settings -> {
                    SelfSigned none = SelfSigned.at(now);
                    return settings.shown(none.certificate(), none.key());
                }));
    }

    /// Shows what was ordered before, and keeps watch.
    static Certification open(
            ServerSettings server,
            CertificateSettings settings,
            CertificateKeeper.Parts parts,
            EventLoops loops,
            ApiErrors errors,
            WebServer main) {
        CertificateKeeper keeper = CertificateKeeper.open(settings, parts, main::renew);
        Certification made = new Certification(keeper);
        if (settings.proving() instanceof OverHttp plain) {
            URI home = server.publicUrl()
                    .orElseGet(() -> URI.create("https://" + settings.domains().getFirst()));
            made.open
                    .closing(new WebServer(
                            loops,
                            WebServerSettings.on(plain.host(), plain.port()),
                            Blocking.endpoint(0, errors::write, keeper.door(home)),
                            errors::write))
                    .start();
        }
        return made;
    }

    CertificateState state() {
        return keeper.state();
    }

    @Override
    public void close() {
        open.close();
    }
}
