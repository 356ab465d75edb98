package io.sallyport.alert;

import java.time.Instant;
import java.util.List;

/// An alert and what became of it.
///
/// @param attempts every try to tell somebody, oldest first
/// @param pending whoever is still to be told
public record RaisedAlert(Alert alert, List<AlertAttempt> attempts, List<Pending> pending) {

    /// A target that was not reached yet.
    ///
    /// @param dueAt when it is tried next
    public record Pending(Way way, String target, Instant dueAt) {}
}
