package io.sallyport.app.settings;

import java.net.URI;
import java.util.Optional;

/// A word that may stand in `backends[].kind`, and what it already says about the backend.
///
/// @param baseUrl where such a backend usually is; empty when the file must say it
/// @param keyVariable the environment variable that usually holds its key; empty when it needs none
public record BackendKind(String word, Optional<URI> baseUrl, Optional<String> keyVariable) {}
