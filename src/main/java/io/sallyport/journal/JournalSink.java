package io.sallyport.journal;

/// Where finished calls go: database, log line, metrics, traces.
///
/// Threads: called on event loops; must not block and must not throw.
@FunctionalInterface
public interface JournalSink {
    void take(CallRecord call);

    /// Whether it reads the times of stages, which are measured only for a sink that does.
    default boolean readsStages() {
        return false;
    }
}
