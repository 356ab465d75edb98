package io.sallyport.crypto;

/// Stands for a token in memory: 256 bits that only this process can compute, see [Fingerprints].
public record Fingerprint(long first, long second, long third, long fourth) {

    /// One part of a hash is as good as all four.
    @Override
    public int hashCode() {
        return Long.hashCode(first);
    }

    @Override
    public String toString() {
        return "****";
    }
}
