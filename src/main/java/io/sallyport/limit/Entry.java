package io.sallyport.limit;

import io.sallyport.limit.LedgerTable.Batch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/// How one call ended, for the ledger.
///
/// @param requestId of the call
/// @param ending settled or voided
/// @param at when
/// @param slices it counts in
/// @param used nothing for a voided call
/// @param overrun it used more than was reserved
record Entry(UUID requestId, Ending ending, Instant at, List<Slice> slices, Need used, boolean overrun) {

    /// How a call ends in the ledger.
    enum Ending {
        /// It used something.
        SETTLED,
        /// It used nothing.
        VOIDED;

        private final String word = name().toLowerCase(Locale.ROOT);

        /// As it is written in the books.
        String word() {
            return word;
        }
    }

    /// The columns of the ledger for many calls.
    static Batch columns(UUID instance, List<Entry> entries) {
        Batch batch = Batch.of(instance, entries.size());
        entries.forEach(entry -> entry.add(batch));
        return batch;
    }

    /// Every call passes here, so it goes without streams.
    private void add(Batch batch) {
        List<Slice> counted = counted(batch.instance());
        batch.ids().add(requestId.toString());
        batch.kinds().add(counted.isEmpty() ? "late" : ending.word());
        batch.moments().add(at.toString());
        // A late one names all, since it is counted in none.
        batch.buckets().add(buckets(counted.isEmpty() ? slices : counted));
        batch.requests().add(ending == Ending.SETTLED ? "1" : "0");
        batch.tokens().add(Long.toString(used.tokens()));
        batch.costs().add(used.picoDollars().map(Object::toString).orElse(""));
        batch.overruns().add(Boolean.toString(overrun));
    }

    private static String buckets(List<Slice> slices) {
        StringBuilder text = new StringBuilder("{");
        for (Slice slice : slices) {
            text.append(text.length() == 1 ? "" : ",").append(slice.bucketId());
        }
        return text.append('}').toString();
    }

    /// Where it counts: slices held in a name that was given up are charged already.
    List<Slice> counted(UUID instance) {
        List<Slice> counted = new ArrayList<>(slices.size());
        for (Slice slice : slices) {
            if (slice.isHeldBy(instance)) {
                counted.add(slice);
            }
        }
        return counted;
    }

    /// What it used of one slice.
    long usedOf(Slice slice) {
        return ending == Ending.SETTLED ? used.of(slice.account().limit().metric()) : 0;
    }
}
