package io.sallyport.admin;

import io.sallyport.crypto.Seal;
import io.sallyport.crypto.Seal.Place;
import io.sallyport.crypto.Seal.Use;
import io.sallyport.crypto.SealBroken;
import io.sallyport.database.Database;
import io.sallyport.database.TextColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// Seals under the newest master key what was sealed under an older one, while everything goes on.
///
/// A text is replaced only as it was read, so whoever changes it meanwhile wins. What was done stays done, so
/// work that was broken off goes on where it was. Threads: safe.
public final class Resealing {
    private static final int PAGE = 100;

    private final List<Column> columns;

    /// @param seals as this gateway opens and seals
    public Resealing(Database database, Function<Use, Seal> seals) {
        Seal credentials = seals.apply(Use.PROVIDER_CREDENTIAL);
        Seal answers = seals.apply(Use.ANSWER);
        Seal certificates = seals.apply(Use.CERTIFICATE);
        this.columns = List.of(
                column(database, credentials, new Place("backend", "id", "credential")),
                column(database, credentials, new Place("backend", "id", "headers")),
                column(database, seals.apply(Use.CLIENT_KEY), new Place("api_key", "id", "sealed_secret")),
                column(database, seals.apply(Use.GUARDRAIL), new Place("guardrail_rule", "id", "config")),
                column(database, certificates, new Place("ordered_certificate", "name", "sealed_key")),
                column(database, certificates, new Place("acme_account", "directory", "sealed_key")),
                column(database, answers, new Place("idempotent_call", "scope", "answer")),
                column(database, answers, new Place("cached_answer", "digest", "answer")),
                column(database, answers, new Place("cached_meaning", "digest", "vector")));
    }

    /// What was done in one column.
    ///
    /// @param resealed texts that are under the newest master key now
    /// @param lost texts that none of the master keys given here opens
    public record Done(String table, String field, int resealed, int lost) {}

    /// @param most texts to take on; when so many were, there may be more
    /// @return the columns in which something was found
    public List<Done> run(int most) {
        List<Done> all = new ArrayList<>();
        int left = most;
        for (Column column : columns) {
            Done done = column.run(left);
            left -= done.resealed();
            if (done.resealed() + done.lost() > 0) {
                all.add(done);
            }
        }
        return all;
    }

    /// @param names the table, the column that names its rows, and the field
    private static Column column(Database database, Seal seal, Place names) {
        return new Column(
                new TextColumn(database, names.table(), names.row(), names.field()),
                seal,
                names.table(),
                names.field());
    }

    private record Column(TextColumn texts, Seal seal, String table, String field) {

        Done run(int most) {
            int resealed = 0;
            int lost = 0;
            List<TextColumn.Entry> page = page("", most);
            while (!page.isEmpty()) {
                for (TextColumn.Entry entry : page) {
                    try {
                        resealed += reseal(entry);
                    } catch (SealBroken e) {
                        lost++;
                    }
                }
                page = page(page.getLast().row(), most - resealed);
            }
            return new Done(table, field, resealed, lost);
        }

        private List<TextColumn.Entry> page(String after, int most) {
            return texts.next(after, seal.beginning(), Math.min(PAGE, most));
        }

        private int reseal(TextColumn.Entry entry) {
            Place place = new Place(table, entry.row(), field);
            return texts.replace(entry, seal.seal(place, seal.open(place, entry.text()))) ? 1 : 0;
        }
    }
}
