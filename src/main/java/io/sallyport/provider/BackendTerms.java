package io.sallyport.provider;

import java.time.Duration;

/// What the settings say about every backend that operators add.
///
/// @param usualTimeout longest wait for a first byte where a backend has none of its own
/// @param isPassthrough whether backends are shown the keys of clients instead of the gateway's
public record BackendTerms(Duration usualTimeout, boolean isPassthrough) {}
