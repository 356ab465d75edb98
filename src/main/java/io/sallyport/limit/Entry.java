package io.sallyport.limit;

import io.sallyport.limit.LedgerTable.Batch;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

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
        VOIDED
    }

    /// The columns of the ledger for many calls.
    static Batch columns(UUID instance, List<Entry> entries) {
        return new Batch(
                instance,
                column(entries, entry -> entry.requestId().toString()),
                column(entries, Entry::kind),
                column(entries, entry -> entry.at().toString()),
                column(entries, Entry::buckets),
                column(entries, entry -> entry.ending() == Ending.SETTLED ? "1" : "0"),
                column(entries, entry -> Long.toString(entry.used().tokens())),
                column(
                        entries,
                        entry ->
                                entry.used().picoDollars().map(Object::toString).orElse("")),
                column(entries, entry -> Boolean.toString(entry.overrun())));
    }

    private static List<String> column(List<Entry> entries, Function<Entry, String> text) {
        return entries.stream().map(text).toList();
    }

    /// What a slice that was written off held is charged already.
    private String kind() {
        return slices.stream().anyMatch(Slice::isDead) ? "late" : ending.name().toLowerCase(Locale.ROOT);
    }

    private String buckets() {
        return slices.stream().map(slice -> Long.toString(slice.bucketId())).collect(Collectors.joining(",", "{", "}"));
    }
}
