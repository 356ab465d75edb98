package io.sallyport.dialect;

/// Makes what a vendor signed the own of one backend: clients hand it back, and nobody else is ever sent it
/// (security catalogue, E21).
public interface Stamp {
    /// Leaves signatures as they are.
    Stamp NONE = new Stamp() {
        @Override
        public String put(String signature) {
            return signature;
        }

        @Override
        public String taken(String stamped) {
            return stamped;
        }
    };

    /// What a client is given in the place of a signature.
    String put(String signature);

    /// The signature; empty when it is another backend's, or when it was changed.
    String taken(String stamped);
}
