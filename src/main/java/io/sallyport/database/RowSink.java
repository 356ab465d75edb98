package io.sallyport.database;

/// Takes encoded rows.
@FunctionalInterface
interface RowSink {

    /// @param line whose first bytes are the row, until the call ends
    /// @return rows that are there now, 0 when this one is not among them
    int add(byte[] line, int length);
}
