package io.sallyport.database;

import java.util.function.Supplier;

/// A bounded queue of rows that wait to be written.
///
/// Threads: safe; nothing here waits for the server.
sealed interface RowQueue<T> permits EncodedRows, LargeRows {

    /// @return rows that wait now, 0 when this one is lost, which has been counted
    int offer(T row);

    /// Rows that wait.
    int size();

    /// Takes the oldest rows out.
    ///
    /// @param wanted rows; somewhat more may come
    /// @return encodes the rows if they are not yet; what cannot be encoded has been counted and is left out
    Supplier<RowBatch> take(int wanted);

    /// Lets go of all rows.
    ///
    /// @return how many that were
    int clear();

    /// Makes a row's bytes.
    @FunctionalInterface
    interface Encoding<T> {
        /// @return what the sink answers, 0 when the row is lost, which has been counted
        int encode(T row, RowSink to);
    }
}
