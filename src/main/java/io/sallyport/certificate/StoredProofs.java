package io.sallyport.certificate;

import io.sallyport.acme.Proof;
import io.sallyport.acme.Proofs;
import java.time.Clock;

/// Proofs that every instance answers for, whichever one the authority reaches.
final class StoredProofs implements Proofs {
    private final CertificateStore store;
    private final Clock clock;

    StoredProofs(CertificateStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    @Override
    public Way way() {
        return Way.HTTP_01;
    }

    @Override
    public void show(Proof proof) {
        store.show(proof.name(), proof.value(), clock.instant());
    }

    @Override
    public void hide(Proof proof) {
        store.hide(proof.name(), clock.instant());
    }
}
