package io.sallyport.database;

import java.time.Duration;

/// One open transaction. Table objects attached to it work inside it; those of [Database] do not.
///
/// Threads: used by the thread that opened it, and only until its work returns.
public interface Transaction {

    /// A table object whose statements belong to this transaction.
    <T> T attach(Class<T> table);

    /// Lets the statements of this transaction run longer than usual: reports, clean-ups, exports.
    void allow(Duration perStatement);
}
