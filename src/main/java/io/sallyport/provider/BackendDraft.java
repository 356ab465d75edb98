package io.sallyport.provider;

import io.sallyport.lang.Header;
import io.sallyport.lang.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What an operator says about a backend. What is not said is usual for a new one, and stays as it is for
/// another.
///
/// @param credential whose key it is shown; for a new one `OWN` when there is a key, else `NONE`
/// @param models empty list: whatever is asked for
/// @param options further words of its kind
/// @param labels what bounds of aliases and rules ask for
/// @param timeout longest wait for the first byte
public record BackendDraft(
        Optional<String> kind,
        Optional<String> baseUrl,
        Optional<Shown> credential,
        Optional<Secret> apiKey,
        Optional<List<Header>> headers,
        Optional<List<String>> models,
        Optional<Map<String, String>> options,
        Optional<Map<String, String>> labels,
        Optional<Duration> timeout,
        Optional<Boolean> skipTlsVerify,
        Optional<Boolean> enabled) {

    /// Whose credential a backend is shown.
    public enum Shown {
        /// Nobody's.
        NONE,
        /// The gateway's.
        OWN,
        /// The caller's (pass-through mode).
        CLIENT
    }
}
