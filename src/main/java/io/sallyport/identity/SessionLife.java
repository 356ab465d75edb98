package io.sallyport.identity;

import java.time.Duration;

/// How long a browser stays signed in.
///
/// @param total from sign-in to the end, whatever happens
/// @param idle without any request
public record SessionLife(Duration total, Duration idle) {
    /// A working day (requirement ID6); two hours without a sign of life.
    public static final SessionLife USUAL = new SessionLife(Duration.ofHours(8), Duration.ofHours(2));
}
