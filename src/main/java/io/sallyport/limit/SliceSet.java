package io.sallyport.limit;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The slices a call burdens, in the order of its limits.
///
/// Threads: immutable; the slices in it change.
final class SliceSet {
    private final List<Slice> all;
    private final List<Slice> kept;
    private final List<Slice> budgets;
    private final List<Slice> requestRates;
    private final List<Slice> tokenRates;
    private final boolean countsOutput;
    private final Instant from;
    private final Instant until;
    private volatile @Nullable Joined joined;

    SliceSet(List<Slice> slices) {
        all = List.copyOf(slices);
        kept = all.stream().filter(Slice::isKept).toList();
        budgets = kept.stream().filter(slice -> slice.metric() == Metric.COST).toList();
        requestRates = rates(Metric.REQUESTS);
        tokenRates = rates(Metric.TOKENS);
        countsOutput = all.stream().anyMatch(slice -> slice.metric() == Metric.TOKENS || slice.metric() == Metric.COST);
        from = all.stream().map(Slice::earliest).max(Instant::compareTo).orElse(Instant.MIN);
        until = all.stream()
                .map(slice -> slice.bucket().end())
                .min(Instant::compareTo)
                .orElse(Instant.MAX);
    }

    /// The slices of a moment.
    static SliceSet of(List<Account> accounts, Instant now) {
        return new SliceSet(accounts.stream().map(account -> account.slice(now)).toList());
    }

    private List<Slice> rates(Metric metric) {
        return all.stream()
                .filter(slice -> !slice.isKept() && slice.metric() == metric)
                .toList();
    }

    List<Slice> all() {
        return all;
    }

    /// Those of the ledger: the same list for nearly all calls, so that what they used of it is added up once.
    List<Slice> kept() {
        return kept;
    }

    /// Those of the ledger in another set, and behind them those in this one: the same list as for the call
    /// before, if that was of the same caller.
    List<Slice> keptBehind(SliceSet first) {
        if (kept.isEmpty()) {
            return first.kept;
        }
        Joined known = joined;
        if (known == null || known.first() != first) {
            known = new Joined(
                    first, Stream.concat(first.kept.stream(), kept.stream()).toList());
            joined = known;
        }
        return known.all();
    }

    private record Joined(SliceSet first, List<Slice> all) {}

    /// Money per window.
    List<Slice> budgets() {
        return budgets;
    }

    /// Calls per minute.
    List<Slice> requestRates() {
        return requestRates;
    }

    /// Tokens per minute.
    List<Slice> tokenRates() {
        return tokenRates;
    }

    /// True when tokens or money are among what is limited.
    boolean countsOutput() {
        return countsOutput;
    }

    /// True while none of them has to be replaced.
    boolean isCurrent(Instant now) {
        if (now.isBefore(from) || !now.isBefore(until)) {
            return false;
        }
        for (Slice slice : all) {
            if (slice.isDead() || !slice.account().isUsing(slice)) {
                return false;
            }
        }
        return true;
    }
}
