package io.sallyport.limit;

import io.sallyport.lang.TextBytes;
import io.sallyport.limit.Entry.Ending;
import io.sallyport.limit.LedgerEntryTable.Batch;
import java.nio.charset.StandardCharsets;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;

/// How calls ended, turned into the columns of the ledger: one batch after the other in the same bytes.
///
/// Every call passes here, so that next to nothing is made for a single one: those that name the same list of
/// slices are added up together.
///
/// Threads: one at a time.
final class LedgerColumns {
    private final Column ids = new Column();
    private final Column kinds = new Column();
    private final Column moments = new Column();
    private final Column buckets = new Column();
    private final Column requests = new Column();
    private final Column tokens = new Column();
    private final Column costs = new Column();
    private final Column overruns = new Column();
    private final List<Column> all = List.of(ids, kinds, moments, buckets, requests, tokens, costs, overruns);
    private final IdentityHashMap<List<Slice>, SharedSlices> shared = new IdentityHashMap<>();

    /// @param instance the name in which this instance holds slices
    Batch of(UUID instance, EntryBatch entries) {
        all.forEach(Column::clear);
        shared.clear();
        for (int index = 0; index < entries.size(); index++) {
            add(instance, entries, index);
        }
        return new Batch(
                instance,
                ids.array(),
                kinds.array(),
                moments.array(),
                buckets.array(),
                requests.array(),
                tokens.array(),
                costs.array(),
                overruns.array());
    }

    private void add(UUID instance, EntryBatch entries, int index) {
        SharedSlices slices =
                shared.computeIfAbsent(entries.slices(index), burdened -> new SharedSlices(burdened, instance));
        boolean isSettled = entries.ending(index) == Ending.SETTLED;
        OptionalLong cost = entries.picoDollars(index);
        ids.next().uuid(entries.requestId(index));
        kinds.next().ascii(slices.isLate() ? "late" : entries.ending(index).word());
        moments.next().instant(entries.at(index));
        buckets.next().bytes(slices.buckets());
        requests.next().sign(isSettled ? '1' : '0');
        tokens.next().number(entries.tokens(index));
        if (cost.isPresent()) {
            costs.next().number(cost.getAsLong());
        } else {
            costs.next().ascii("\"\"");
        }
        overruns.next().sign(entries.isOverrun(index) ? 't' : 'f');
        if (isSettled) {
            slices.use(entries.tokens(index), cost.orElse(0));
        }
    }

    /// The ledger has what was turned into columns last.
    void written() {
        shared.values().forEach(SharedSlices::written);
    }

    /// Tells the slice of a bucket what it got beyond what it held.
    void forced(long bucket, long amount) {
        shared.values().stream()
                .flatMap(slices -> slices.held().stream())
                .filter(slice -> slice.bucketId() == bucket)
                .findFirst()
                .ifPresent(slice -> slice.forced(amount));
    }

    /// An array as the database reads it, made in the same bytes again and again.
    private static final class Column {
        private static final int FIRST_SIZE = 4_096;

        private final TextBytes text = new TextBytes(FIRST_SIZE);

        TextBytes next() {
            return text.sign(text.size() == 0 ? '{' : ',');
        }

        String array() {
            if (text.size() == 0) {
                return "{}";
            }
            text.sign('}');
            return new String(text.bytes(), 0, text.size(), StandardCharsets.US_ASCII);
        }

        void clear() {
            text.clear();
        }
    }
}
