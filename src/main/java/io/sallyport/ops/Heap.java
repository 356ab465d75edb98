package io.sallyport.ops;

/// How full the heap is with what is in use.
interface Heap {

    /// What the last collection could not take away, in percent of the most there may be; less when there is
    /// less by now.
    int livePercent();

    /// Asks for a collection.
    void collect();
}
