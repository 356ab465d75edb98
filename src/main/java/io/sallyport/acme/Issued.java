package io.sallyport.acme;

import io.sallyport.lang.Secret;
import java.time.Instant;

/// A certificate that was issued, with its key.
///
/// @param chain as PEM, our own certificate first
/// @param key as PEM
public record Issued(String chain, Secret key, Instant notBefore, Instant notAfter) {}
