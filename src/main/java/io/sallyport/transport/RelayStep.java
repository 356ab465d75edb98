package io.sallyport.transport;

import io.sallyport.lang.Bytes;

/// What happens to bytes on their way through a [ByteRelay]: nothing, or held back, observed, changed.
///
/// Threads: called on the relay's event loop only.
public interface RelayStep {

    /// Forwards everything as it is.
    RelayStep UNCHANGED = in -> in;

    /// The bytes to forward now; empty when they are held back.
    Bytes step(Bytes in);

    /// The bytes to forward after the upstream ended cleanly.
    default Bytes last() {
        return Bytes.EMPTY;
    }
}
