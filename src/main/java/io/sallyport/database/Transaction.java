package io.sallyport.database;

import java.time.Duration;

/// One open transaction. Table objects attached to it work inside it, and so do those of its [Database] while
/// the same thread uses them.
///
/// Threads: used by the thread that opened it, and only until its work returns.
public interface Transaction {

    /// A table object whose statements belong to this transaction.
    <T> T attach(Class<T> table);

    /// Lets the statements of this transaction run longer than usual: reports, clean-ups, exports.
    void allow(Duration perStatement);

    /// Makes known to every instance, when this transaction commits, that something under the topic changed.
    /// Two transactions that bump the same topic wait for each other, so this is for administration, not for
    /// calls.
    void bump(String topic);

    /// The same; and once this transaction has committed, this instance takes the change over at once. Of
    /// several changes under one topic only the last one's action runs.
    void bump(String topic, Runnable takeOver);
}
