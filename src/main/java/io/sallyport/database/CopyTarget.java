package io.sallyport.database;

import java.util.List;

/// Where the rows of a batched writer go, and how one row becomes columns.
///
/// Threads: `encode` is called by many threads at once, also on event loops, and does not block.
public interface CopyTarget<T> {

    /// The table, a name from the code.
    String table();

    /// The columns in the order in which `encode` writes them.
    List<String> columns();

    /// True when a row may take so long to encode that the thread that offers it has no time for that; it then
    /// waits as it is for a thread that writes.
    default boolean isLarge() {
        return false;
    }

    /// Writes one value per column, in order.
    void encode(T row, CopyRow out);
}
