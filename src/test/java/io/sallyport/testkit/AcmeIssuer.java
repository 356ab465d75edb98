package io.sallyport.testkit;

import io.sallyport.testkit.Certificates.Pem;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;

/// The key of a certificate authority, and what it signs.
final class AcmeIssuer {
    private static final Duration LIFE = Duration.ofDays(90);
    private static final X500Principal NAME = new X500Principal("CN=authority of a test");

    private final Clock clock;
    private final KeyPair keys;
    private final X509CertificateHolder own;
    private final AtomicLong serials = new AtomicLong(1);

    AcmeIssuer(Clock clock) {
        this.clock = clock;
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            this.keys = generator.generateKeyPair();
            Instant now = clock.instant();
            this.own = new JcaX509v3CertificateBuilder(
                            NAME,
                            BigInteger.ONE,
                            Date.from(now),
                            Date.from(now.plus(LIFE.multipliedBy(40))),
                            NAME,
                            keys.getPublic())
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(true))
                    .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()));
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException("no authority", e);
        }
    }

    /// Its own certificate; the key is for nobody.
    Pem authority() {
        return new Pem(pem(own), "");
    }

    /// @param request PKCS #10 in base64url
    /// @return the certificate and that of the authority, as PEM
    String issue(String request, List<String> domains) {
        Instant now = clock.instant();
        try {
            JcaPKCS10CertificationRequest asked =
                    new JcaPKCS10CertificationRequest(Base64.getUrlDecoder().decode(request));
            GeneralName[] names = domains.stream()
                    .map(domain -> new GeneralName(GeneralName.dNSName, domain))
                    .toArray(GeneralName[]::new);
            X509CertificateHolder certificate = new JcaX509v3CertificateBuilder(
                            NAME,
                            BigInteger.valueOf(serials.incrementAndGet()),
                            Date.from(now),
                            Date.from(now.plus(LIFE)),
                            new X500Principal("CN=" + domains.getFirst()),
                            asked.getPublicKey())
                    .addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names))
                    .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()));
            return pem(certificate) + pem(own);
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException("no certificate", e);
        }
    }

    private static String pem(X509CertificateHolder certificate) {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(certificate);
        } catch (IOException e) {
            throw new IllegalStateException("no text", e);
        }
        return text.toString();
    }
}
