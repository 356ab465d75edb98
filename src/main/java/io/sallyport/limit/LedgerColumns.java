package io.sallyport.limit;

import io.sallyport.lang.TextBytes;
import io.sallyport.limit.Entry.Ending;
import io.sallyport.limit.LedgerEntryTable.Batch;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// How calls ended, turned into the columns of the ledger: one batch after the other in the same bytes.
///
/// Every call passes here, so that next to nothing is made for a single one.
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

    /// @param instance the name in which this instance holds slices
    Batch of(UUID instance, List<Entry> entries) {
        all.forEach(Column::clear);
        for (Entry entry : entries) {
            add(instance, entry);
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

    private void add(UUID instance, Entry entry) {
        boolean isLate = !entry.isCounted(instance);
        ids.next().ascii(entry.requestId().toString());
        kinds.next().ascii(isLate ? "late" : entry.ending().word());
        moments.next().instant(entry.at());
        bucketsOf(entry.slices(), isLate ? null : instance);
        requests.next().sign(entry.ending() == Ending.SETTLED ? '1' : '0');
        tokens.next().number(entry.used().tokens());
        costOf(entry.used());
        overruns.next().sign(entry.overrun() ? 't' : 'f');
    }

    /// A late one names all, since it is counted in none.
    ///
    /// @param holder in whose name those are held that are named; null for all
    private void bucketsOf(List<Slice> slices, @Nullable UUID holder) {
        TextBytes text = buckets.next().ascii("\"{");
        int empty = text.size();
        for (Slice slice : slices) {
            if (holder == null || slice.isHeldBy(holder)) {
                if (text.size() > empty) {
                    text.sign(',');
                }
                text.number(slice.bucketId());
            }
        }
        text.ascii("}\"");
    }

    private void costOf(Need used) {
        if (used.picoDollars().isPresent()) {
            costs.next().number(used.picoDollars().get());
        } else {
            costs.next().ascii("\"\"");
        }
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
