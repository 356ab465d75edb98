package io.sallyport.web;

/// What a listener leaves out while its process is short of memory. Each stage leaves out what those before it
/// do, too; calls that are running are never cut.
///
/// Source: security catalogue, DD-21.
public enum Shedding {
    NOTHING(0),
    /// Connections end with the answer, and so does what is kept for them.
    KEEP_ALIVE(1),
    /// Requests are refused, besides questions about health.
    REQUESTS(2),
    /// Nobody is let in; who connects waits in the queue of the system.
    CONNECTIONS(3);

    private final int level;

    Shedding(int level) {
        this.level = level;
    }

    /// As metrics show it, from 0 for nothing.
    public int level() {
        return level;
    }

    public boolean leavesOut(Shedding what) {
        return level >= what.level;
    }
}
