package io.sallyport.certificate;

import io.sallyport.lang.Secret;
import io.sallyport.web.TlsSettings;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/// Which certificate is ordered, of whom, and how its domains are proven.
///
/// @param domains at least one; a name may begin with `*.` where it is proven by DNS
/// @param clientAuthorities as of [TlsSettings]
/// @param http2 as of [TlsSettings]
public record CertificateSettings(
        Authority authority, List<String> domains, Proving proving, Optional<Secret> clientAuthorities, boolean http2) {
    public CertificateSettings {
        domains = List.copyOf(domains);
    }

    /// Who issues certificates.
    ///
    /// @param directory where it begins
    /// @param trusted who may have signed the directory's own certificate, as PEM; empty for the usual ones
    /// @param email where it may write to
    public record Authority(URI directory, Optional<Secret> trusted, Optional<String> email) {}

    /// How a domain is proven to be ours.
    public sealed interface Proving {

        /// By a listener of our own, which the authority reaches at port 80 of every domain.
        record OverHttp(String host, int port) implements Proving {}

        /// By a program of the operator that sets records.
        ///
        /// @param secret what its messages are signed with
        record OverDns(URI hook, Optional<Secret> secret) implements Proving {}
    }

    /// How a listener shows a certificate.
    ///
    /// @param certificate with its chain, as PEM
    public TlsSettings shown(Secret certificate, Secret key) {
        return new TlsSettings(certificate, key, clientAuthorities, http2);
    }

    /// Names what is ordered, also among instances: the same domains of the same directory are one certificate.
    String name() {
        return authority.directory() + " " + String.join(",", domains);
    }
}
