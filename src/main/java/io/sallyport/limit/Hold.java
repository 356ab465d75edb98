package io.sallyport.limit;

import io.sallyport.lang.Refusal;
import io.sallyport.limit.Claim.Place;
import io.sallyport.limit.Entry.Ending;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/// What is set aside for one call, until it is settled or given back: exactly once, whoever comes first.
///
/// Threads: handed from stage to stage; only its end may be asked for by several at once.
public final class Hold {
    private final Limits limits;
    private final Claim claim;
    private final List<Leg> legs;
    private final AtomicBoolean over = new AtomicBoolean();
    private List<Leg> placeLegs = List.of();

    Hold(Limits limits, Claim claim, List<Leg> legs) {
        this.limits = limits;
        this.claim = claim;
        this.legs = legs;
    }

    /// What is set aside in one account.
    record Leg(Slice slice, long amount) {
        Limit limit() {
            return slice.account().limit();
        }
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
        List<Account> accounts = limits.accounts(claim, Optional.of(new Place(provider, backend)));
        List<Leg> entered = new ArrayList<>(accounts.size());
        for (Account account : accounts) {
            Leg leg = limits.set(account, claim.need(), limits.now());
            if (leg == null) {
                entered.forEach(Hold::release);
                return Optional.of(limits.refusal(account, claim));
            }
            entered.add(leg);
        }
        placeLegs = entered;
        return Optional.empty();
    }

    private void leave() {
        placeLegs.forEach(Hold::release);
        placeLegs = List.of();
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
        List<Slice> kept = new ArrayList<>(legs.size());
        boolean overrun = false;
        for (Leg leg : all()) {
            Metric metric = leg.limit().metric();
            long amount = ending == Ending.SETTLED && metric != Metric.PARALLEL ? used.of(metric) : 0;
            if (leg.limit().isKept()) {
                kept.add(leg.slice());
                overrun |= amount > leg.amount();
            } else if (metric == Metric.REQUESTS) {
                // A rate counts every call that was let in.
                amount = 1;
            }
            leg.slice().settle(leg.amount(), amount);
        }
        placeLegs = List.of();
        if (!kept.isEmpty()) {
            limits.book(new Entry(claim.id().value(), ending, limits.now(), kept, used, overrun));
        }
    }

    private List<Leg> all() {
        if (placeLegs.isEmpty()) {
            return legs;
        }
        List<Leg> all = new ArrayList<>(legs);
        all.addAll(placeLegs);
        return all;
    }

    /// True when tokens or money are limited, so that the length of the answer matters. Asked for every call,
    /// so it goes without streams.
    public boolean countsOutput() {
        if (limits.limitsPlaces()) {
            return true;
        }
        for (Leg leg : legs) {
            Metric metric = leg.limit().metric();
            if (metric == Metric.TOKENS || metric == Metric.COST) {
                return true;
            }
        }
        return false;
    }

    static void release(Leg leg) {
        leg.slice().settle(leg.amount(), 0);
    }
}
