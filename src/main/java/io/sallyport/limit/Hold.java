package io.sallyport.limit;

import io.sallyport.lang.Refusal;
import io.sallyport.limit.Claim.Place;
import io.sallyport.limit.Entry.Ending;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/// What is set aside for one call, until it is settled or given back: exactly once, whoever comes first.
///
/// Threads: handed from stage to stage; only its end may be asked for by several at once.
public final class Hold {
    private static final SliceSet NOWHERE = new SliceSet(List.of());

    private final Limits limits;
    private final Claim claim;
    private final SliceSet slices;
    private final AtomicBoolean over = new AtomicBoolean();
    private SliceSet place = NOWHERE;

    /// @param slices in each of which what the call needs is set aside
    Hold(Limits limits, Claim claim, SliceSet slices) {
        this.limits = limits;
        this.claim = claim;
        this.slices = slices;
    }

    /// Lets an attempt at a place begin, if the limits of the place leave enough; an attempt before it is over
    /// then.
    ///
    /// @return why it may not; empty when it may
    public Optional<Refusal> enter(String provider, String backend) {
        leave();
        if (over.get() || !limits.limitsPlaces()) {
            return Optional.empty();
        }
        Instant now = limits.now();
        SliceSet entered =
                limits.burden(claim, Optional.of(new Place(provider, backend))).slices(now);
        Optional<Slice> lacking = limits.reserve(entered, claim.need());
        if (lacking.isPresent()) {
            return Optional.of(limits.refusal(lacking.get().account(), claim));
        }
        place = entered;
        return Optional.empty();
    }

    private void leave() {
        release(place.all(), claim.need());
        place = NOWHERE;
    }

    /// The call is over and used this.
    public void settle(Need used) {
        if (over.compareAndSet(false, true)) {
            end(Ending.SETTLED, used);
        }
    }

    /// The call is over and used nothing.
    public void release() {
        if (over.compareAndSet(false, true)) {
            end(Ending.VOIDED, Need.NOTHING);
        }
    }

    private void end(Ending ending, Need used) {
        boolean isOverrun = end(slices, ending, used);
        boolean isOverrunThere = end(place, ending, used);
        List<Slice> kept = place.keptBehind(slices);
        place = NOWHERE;
        if (!kept.isEmpty()) {
            limits.book(new Entry(claim.id().value(), ending, limits.now(), kept, used, isOverrun || isOverrunThere));
        }
    }

    /// @return whether the call used more than was set aside where use is kept
    private boolean end(SliceSet of, Ending ending, Need used) {
        boolean overrun = false;
        for (Slice slice : of.all()) {
            Metric metric = slice.metric();
            long reserved = claim.need().reserved(metric);
            long amount = ending == Ending.SETTLED && metric != Metric.PARALLEL ? used.of(metric) : 0;
            if (slice.isKept()) {
                overrun |= amount > reserved;
            } else if (metric == Metric.REQUESTS) {
                // A rate counts every call that was let in.
                amount = 1;
            }
            slice.settle(reserved, amount);
        }
        return overrun;
    }

    /// True when tokens or money are limited, so that the length of the answer matters.
    public boolean countsOutput() {
        return slices.countsOutput() || limits.limitsPlaces();
    }

    /// Gives back what was set aside in some slices.
    static void release(List<Slice> slices, Need need) {
        for (Slice slice : slices) {
            slice.settle(need.reserved(slice.metric()), 0);
        }
    }
}
