package io.sallyport.web;

import io.sallyport.lang.Secret;
import io.sallyport.testkit.Certificates;
import io.sallyport.testkit.Certificates.Pem;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/// A certificate for the server of a test, and a client that trusts it.
///
/// @param settings with HTTP/2
record OwnTls(TlsSettings settings, SSLContext trusting) {

    static OwnTls in(Path folder) {
        Pem own = Certificates.pem(folder, "own");
        return new OwnTls(
                new TlsSettings(Secret.of(own.certificate()), Secret.of(own.key()), Optional.empty(), true),
                Certificates.client(own, Optional.empty()));
    }

    TlsSettings withoutHttp2() {
        return new TlsSettings(settings.certificate(), settings.key(), Optional.empty(), false);
    }

    HttpClient client() {
        return HttpClient.newBuilder().sslContext(trusting).build();
    }
}
