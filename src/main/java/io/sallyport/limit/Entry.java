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
                column(entries, entry -> entry.kind(instance)),
                column(entries, entry -> entry.at().toString()),
                column(entries, entry -> entry.buckets(instance)),
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

    /// Where it counts: slices held in a name that was given up are charged already.
    List<Slice> counted(UUID instance) {
        return slices.stream().filter(slice -> slice.isHeldBy(instance)).toList();
    }

    /// What it used of one slice.
    long usedOf(Slice slice) {
        return ending == Ending.SETTLED ? used.of(slice.account().limit().metric()) : 0;
    }

    private String kind(UUID instance) {
        return counted(instance).isEmpty() ? "late" : ending.name().toLowerCase(Locale.ROOT);
    }

    /// A late one names all, since it is counted in none.
    private String buckets(UUID instance) {
        List<Slice> counted = counted(instance);
        return (counted.isEmpty() ? slices : counted)
                .stream().map(slice -> Long.toString(slice.bucketId())).collect(Collectors.joining(",", "{", "}"));
    }
}
