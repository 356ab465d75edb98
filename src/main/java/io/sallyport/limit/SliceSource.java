package io.sallyport.limit;

/// Where an instance gets its slices, shared by all instances.
///
/// Errors: the refusal `state_store_unavailable` when it cannot be asked.
/// Threads: safe; may wait.
interface SliceSource {

    /// Fills a slice, with at least what is needed or with nothing; a slice that can be filled no more is written off.
    ///
    /// @param least what is needed, one or more
    /// @param most what is welcome
    void fill(Slice slice, long least, long most);
}
