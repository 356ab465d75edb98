package io.sallyport.counters;

import java.time.Duration;

/// A place outside this process where counters are kept; every method is one round trip.
///
/// Errors: StoreUnavailable when no answer comes in time, or none that can be used.
interface CounterStore extends AutoCloseable {
    /// How long an instance counts as alive after a sign of life.
    Duration LEASE = Duration.ofSeconds(15);
    /// How long places are remembered that nobody takes, gives back or confirms.
    Duration FORGOTTEN_AFTER = Duration.ofHours(1);

    /// As people know it, such as `redis`.
    String name();

    /// @return what was taken, 0 to want
    long take(CounterWindow window, long cap, long want);

    /// Changes nothing where the window is not known, and never counts below zero.
    void giveBack(CounterWindow window, long amount);

    /// Sets how many places this instance holds; saying it twice changes nothing.
    ///
    /// @param held what it holds already, whatever the cap says
    /// @param wanted what it would like to hold
    /// @return what it holds now, held to wanted
    long hold(CounterId id, long cap, long held, long wanted);

    /// Shows that this instance lives.
    Presence beat();

    /// Takes this instance out of those that live.
    void leave();

    @Override
    void close();

    /// What a store says to a sign of life.
    ///
    /// @param known whether it knew this instance; otherwise it has forgotten what the instance holds
    /// @param instances how many live, this one among them
    record Presence(boolean known, int instances) {}
}
