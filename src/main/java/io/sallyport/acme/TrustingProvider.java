package io.sallyport.acme;

import io.sallyport.lang.Secret;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.shredzone.acme4j.connector.NetworkSettings;
import org.shredzone.acme4j.provider.GenericAcmeProvider;

/// A directory whose own certificate was signed by an authority of its house.
final class TrustingProvider extends GenericAcmeProvider {
    private final SSLContext trust;

    /// Errors: AcmeFailure for what is no certificate.
    ///
    /// @param authorities as PEM
    TrustingProvider(Secret authorities) {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            byte[] text = authorities.reveal().getBytes(StandardCharsets.US_ASCII);
            int number = 0;
            for (Certificate authority :
                    CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(text))) {
                store.setCertificateEntry(String.valueOf(number++), authority);
            }
            TrustManagerFactory trusts = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trusts.init(store);
            trust = SSLContext.getInstance("TLS");
            trust.init(null, trusts.getTrustManagers(), null);
        } catch (GeneralSecurityException | IOException e) {
            throw new AcmeFailure("the authority of the directory is no certificate", e);
        }
    }

    @Override
    public HttpClient createHttpClient(NetworkSettings settings) {
        return HttpClient.newBuilder()
                .sslContext(trust)
                .connectTimeout(settings.getTimeout())
                .build();
    }
}
