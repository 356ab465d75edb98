package io.sallyport.provider;

import io.sallyport.crypto.Seal;
import io.sallyport.crypto.Seal.Place;
import io.sallyport.crypto.SealBroken;
import io.sallyport.dialect.Stamp;
import io.sallyport.lang.Secret;

/// Stamps of backends: a signature is sealed for the backend it came from, under a key that all instances
/// share.
public final class SignatureStamps {
    private final Seal seal;

    public SignatureStamps(Seal seal) {
        this.seal = seal;
    }

    /// The stamp of a backend.
    public Stamp of(String backend) {
        return new BackendStamp(seal, new Place("backend", backend, "signature"));
    }

    private record BackendStamp(Seal seal, Place place) implements Stamp {
        @Override
        public String put(String signature) {
            return signature.isEmpty() ? "" : seal.seal(place, Secret.of(signature));
        }

        @Override
        public String taken(String stamped) {
            if (stamped.isEmpty()) {
                return "";
            }
            try {
                return seal.open(place, stamped).reveal();
            } catch (SealBroken e) {
                // Another backend's, a vendor's own, or made up: nothing that may be sent.
                return "";
            }
        }
    }
}
