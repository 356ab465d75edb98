package io.sallyport.acme;

/// Where proofs are shown to a certificate authority.
///
/// Errors: AcmeFailure when a proof cannot be shown. Threads: called on one at a time, may block.
public interface Proofs {

    /// Where the authority looks.
    enum Way {
        /// At port 80 of the domain.
        HTTP_01,
        /// In the DNS of the domain; the only way to names that begin with a star.
        DNS_01
    }

    Way way();

    /// Returns when the authority would find it.
    void show(Proof proof);

    /// The authority has looked.
    void hide(Proof proof);
}
