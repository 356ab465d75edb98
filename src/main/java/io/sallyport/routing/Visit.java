package io.sallyport.routing;

/// One attempt at a target as its measurements see it: counted as in flight until it is over.
///
/// Threads: on the event loop of the attempt.
final class Visit {
    private final TargetLoad load;
    private final long started = System.nanoTime();
    /// Until its answer began; negative before.
    private long answeredAfter = -1;
    private boolean over;

    Visit(TargetLoad load) {
        this.load = load;
        load.begins();
    }

    /// How long it took until its answer began, or takes so far.
    long nanos() {
        return answeredAfter < 0 ? System.nanoTime() - started : answeredAfter;
    }

    /// The answer began; the target is busy until it is over.
    void answered() {
        long now = System.nanoTime();
        answeredAfter = now - started;
        load.answered(answeredAfter, now);
    }

    void failed() {
        load.failed(System.nanoTime());
        over();
    }

    /// Nothing more is on its way; further calls do nothing.
    void over() {
        if (!over) {
            over = true;
            load.ends();
        }
    }
}
