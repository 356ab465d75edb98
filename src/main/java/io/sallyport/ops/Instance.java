package io.sallyport.ops;

import java.util.Optional;

/// One of the instances that share a database.
///
/// @param program version of its program; empty for one that is older than this column
/// @param settings a digest of its settings
/// @param changes how many changes of the database it has taken over
public record Instance(String id, Optional<String> program, Optional<String> settings, Optional<Long> changes) {
    static Instance of(String id, Running running) {
        return new Instance(
                id, Optional.of(running.program()), Optional.of(running.settings()), Optional.of(running.changes()));
    }
}
