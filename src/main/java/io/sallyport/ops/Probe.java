package io.sallyport.ops;

import io.sallyport.database.Database;
import java.time.Duration;
import java.util.Optional;

/// Asks whether one thing the gateway depends on works.
///
/// @param name word in health answers, for example `database`
/// @param timeout how long an answer may take; slower counts as not working
public record Probe(String name, Duration timeout, Check check) {

    /// The question itself.
    ///
    /// Threads: called on a virtual thread, may block and may be interrupted.
    @FunctionalInterface
    public interface Check {
        /// What is wrong, in words that anybody may read; empty when it works.
        Optional<String> problem();
    }

    /// Whether the database answers.
    public static Probe of(Database database) {
        return new Probe(
                "database",
                Duration.ofSeconds(1),
                () -> database.isReachable() ? Optional.empty() : Optional.of("does not answer"));
    }
}
