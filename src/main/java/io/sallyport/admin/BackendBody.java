package io.sallyport.admin;

import io.sallyport.lang.Header;
import io.sallyport.lang.Secret;
import io.sallyport.provider.BackendDraft;
import io.sallyport.provider.BackendDraft.Shown;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What an operator says about a backend. What is absent is usual for a new one, and stays as it is for
/// another.
///
/// @param name of a new one; it cannot be changed
/// @param headers lines added to every call; an empty object takes them away
/// @param models an empty list: whatever is asked for
/// @param options further words of its kind, such as `region`; an empty object takes them away
/// @param labels what bounds of aliases and rules ask for; an empty object takes them away
/// @param timeoutSeconds longest wait for the first byte
record BackendBody(
        Optional<String> name,
        Optional<String> kind,
        Optional<String> baseUrl,
        Optional<Shown> credential,
        Optional<Secret> apiKey,
        Optional<Map<String, String>> headers,
        Optional<List<String>> models,
        Optional<Map<String, String>> options,
        Optional<Map<String, String>> labels,
        Optional<Long> timeoutSeconds,
        Optional<Boolean> skipTlsVerify,
        Optional<Boolean> enabled) {

    BackendDraft draft() {
        return new BackendDraft(
                kind,
                baseUrl,
                credential,
                apiKey,
                headers.map(lines -> lines.entrySet().stream()
                        .map(line -> new Header(line.getKey(), line.getValue()))
                        .toList()),
                models,
                options,
                labels,
                timeoutSeconds.map(Duration::ofSeconds),
                skipTlsVerify,
                enabled);
    }
}
