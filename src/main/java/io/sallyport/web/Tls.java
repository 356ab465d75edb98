package io.sallyport.web;

import io.sallyport.lang.Secret;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Our words for TLS in those of Vert.x.
final class Tls {
    /// What a client and we agree on by ALPN to speak HTTP/2.
    static final String HTTP_2 = "h2";

    private static final String HTTP_1_1 = "http/1.1";
    private static final Set<String> VERSIONS = Set.of("TLSv1.3", "TLSv1.2");

    private Tls() {}

    static NetServerOptions use(TlsSettings tls, NetServerOptions options) {
        options.setSsl(true)
                .setEnabledSecureTransportProtocols(VERSIONS)
                .setKeyCertOptions(new PemKeyCertOptions()
                        .addCertValue(text(tls.certificate()))
                        .addKeyValue(text(tls.key())));
        if (tls.http2()) {
            options.setUseAlpn(true);
            options.getSslOptions().setApplicationLayerProtocols(List.of(HTTP_2, HTTP_1_1));
        }
        tls.clientAuthorities()
                .ifPresent(authorities -> options.setClientAuth(ClientAuth.REQUIRED)
                        .setTrustOptions(new PemTrustOptions().addCertValue(text(authorities))));
        return options;
    }

    /// Waits until a certificate is in use.
    static void check(Future<Boolean> used, long seconds) {
        Future<Boolean> fine = used.transform(done -> Future.succeededFuture(done.succeeded()));
        try {
            if (!fine.await(seconds, TimeUnit.SECONDS)) {
                throw new IllegalArgumentException("the certificate cannot be used");
            }
        } catch (TimeoutException e) {
            throw new IllegalStateException("the listener did not answer in " + seconds + " s", e);
        }
    }

    private static Buffer text(Secret pem) {
        return Buffer.buffer(pem.reveal());
    }
}
