package io.sallyport.journal;

/// Where finished calls go: database, log line, metrics, traces.
///
/// Threads: called on event loops; must not block and must not throw.
@FunctionalInterface
public interface JournalSink {
    void take(CallRecord call);
}
