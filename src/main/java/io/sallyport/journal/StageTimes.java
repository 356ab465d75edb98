package io.sallyport.journal;

import java.util.Arrays;

/// When each stage of one call ended.
///
/// Units: microseconds from the start of the call.
/// Threads: filled by the owner of the call, not changed once it is closed.
@SuppressWarnings("EnumOrdinal") // it is only a place in an array that nobody else sees
public final class StageTimes {
    /// Of a call whose stages nobody asks about.
    static final StageTimes UNMEASURED = new StageTimes(0);

    private static final int STAGES = CallStage.values().length;
    private static final long NEVER = -1;

    private final long[] ends;

    /// Of a call that came through no stage yet.
    StageTimes() {
        this(STAGES);
    }

    private StageTimes(int stages) {
        this.ends = new long[stages];
        Arrays.fill(ends, NEVER);
    }

    /// Whether the clock is worth reading for them.
    boolean areMeasured() {
        return ends.length > 0;
    }

    void ended(CallStage stage, long micros) {
        ends[stage.ordinal()] = micros;
    }

    /// Whether the call came through this stage, as far as that was measured.
    boolean has(CallStage stage) {
        return areMeasured() && ends[stage.ordinal()] != NEVER;
    }

    /// When a stage ended that the call came through.
    long end(CallStage stage) {
        return ends[stage.ordinal()];
    }
}
