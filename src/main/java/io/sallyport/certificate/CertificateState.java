package io.sallyport.certificate;

import java.time.Instant;
import java.util.Optional;

/// How an ordered certificate does.
///
/// @param until when it ends; empty before the first one came
/// @param problem why the last order failed, or what is waited for; empty when all is well
public record CertificateState(Optional<Instant> until, String problem) {}
