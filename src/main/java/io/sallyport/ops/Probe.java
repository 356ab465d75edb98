package io.sallyport.ops;

import io.sallyport.counters.GuardedCounters;
import io.sallyport.database.Changes;
import io.sallyport.database.Database;
import io.sallyport.web.Shedding;
import java.time.Duration;
import java.util.Optional;

/// Asks whether one thing the gateway depends on works.
///
/// @param name word in health answers, for example `database`
/// @param weight what it means when it does not work
/// @param timeout how long an answer may take; slower counts as not working
public record Probe(String name, Weight weight, Duration timeout, Check check) {

    /// What a gateway can do without the thing.
    public enum Weight {
        /// Nothing; it should get no calls.
        REQUIRED,
        /// What it has in memory; as every instance lacks the thing alike, no other one would do better.
        SHARED,
        /// Everything, only less well.
        HELPFUL
    }

    /// The question itself.
    ///
    /// Threads: called on a virtual thread, may block and may be interrupted.
    @FunctionalInterface
    public interface Check {
        /// What is wrong, in words that anybody may read; empty when it works.
        Optional<String> problem();
    }

    /// Whether the database answers.
    public static Probe of(Database database) {
        return new Probe(
                "database",
                Weight.SHARED,
                Duration.ofSeconds(1),
                () -> database.isReachable() ? Optional.empty() : Optional.of("does not answer"));
    }

    /// Whether the database is as new as it was; who restored a backup has to say that this is meant (security
    /// row F09).
    public static Probe of(Changes changes) {
        return new Probe(
                "database_state",
                Weight.REQUIRED,
                Duration.ofSeconds(1),
                () -> changes.hasGoneBack()
                        ? Optional.of("older than before; an operator has to acknowledge it")
                        : Optional.empty());
    }

    /// Whether there is memory for new calls.
    public static Probe of(HeapWatch heap) {
        return new Probe(
                "memory",
                Weight.REQUIRED,
                Duration.ofSeconds(1),
                () -> heap.stage().leavesOut(Shedding.REQUESTS)
                        ? Optional.of("nearly used up; new calls are refused")
                        : Optional.empty());
    }

    /// Whether limits are shared through Redis.
    public static Probe of(GuardedCounters redis) {
        return new Probe(
                "redis",
                Weight.HELPFUL,
                Duration.ofSeconds(1),
                () -> Optional.of(redis.state().reason()).filter(reason -> !reason.isEmpty()));
    }
}
