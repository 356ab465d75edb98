package io.sallyport.usage;

import java.time.Instant;
import java.util.Optional;

/// Whose usage of what time; an empty field asks for all.
///
/// @param from first moment; the whole hour it lies in counts
/// @param to excluded
/// @param key id of an API key
/// @param user id of a person
/// @param principal name of the caller
/// @param alias what the client asked for
public record UsageQuestion(
        Instant from,
        Instant to,
        Optional<String> key,
        Optional<String> user,
        Optional<String> principal,
        Optional<String> alias) {

    /// All usage of a time.
    public static UsageQuestion between(Instant from, Instant to) {
        return new UsageQuestion(from, to, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }
}
