package io.sallyport.database;

import java.util.List;

/// Where the rows of a batched writer go, and how one row becomes columns.
///
/// Threads: `encode` is called by several writer threads at once.
public interface CopyTarget<T> {

    /// The table, a name from the code.
    String table();

    /// The columns in the order in which `encode` writes them.
    List<String> columns();

    /// Writes one value per column, in order.
    void encode(T row, CopyRow out);
}
