package io.sallyport.counters;

/// Counters that instances share: each takes slices of what is left, uses them up in memory, and gives back the rest.
///
/// Units: amounts are whole numbers of whatever the limit counts, 0 to [#MOST].
/// Errors: none for a store that is slow or gone; see [GuardedCounters].
/// Threads: safe; every method may block for one round trip to the store, so no event loop may call it.
public interface SharedCounters extends AutoCloseable {
    /// The largest cap; every store can count to it exactly.
    long MOST = 1L << 53;

    /// Takes up to `want`, and never more than what all instances together left below the cap.
    ///
    /// @return what was taken, 0 to want
    long take(CounterWindow window, long cap, long want);

    /// Gives back what was taken and not used; nothing happens when the window is over.
    void giveBack(CounterWindow window, long amount);

    /// Takes up to `want` places that are held until they are given back, such as those of calls that run at once. The
    /// places of an instance that shows no sign of life for about 15 seconds are free again.
    ///
    /// @return how many more places are held now, 0 to want
    long takeSlots(CounterId id, long cap, long want);

    /// Gives places back that were taken.
    void giveBackSlots(CounterId id, long slots);

    /// How many instances share these counters now, this one among them; at least 1.
    int instances();

    /// Leaves: places that are still held are free for others.
    @Override
    void close();
}
