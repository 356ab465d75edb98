package io.sallyport.routing;

import java.util.Optional;

/// What others tell of targets: nodes of themselves, and whoever measured them.
///
/// Threads: implementations are safe and answer from memory.
public interface Reports {
    /// Nobody tells anything.
    Reports NONE = _ -> Report.NOTHING;

    Report of(Target target);

    /// What is told of one target.
    ///
    /// @param firstTokenMs milliseconds until its answers begin; empty when nobody says
    /// @param waiting calls that wait there, whoever sent them
    record Report(Optional<Double> firstTokenMs, long waiting) {
        public static final Report NOTHING = new Report(Optional.empty(), 0);
    }
}
